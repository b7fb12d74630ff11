/** What the files of a run say, as text: written and read here, in Node and in a browser alike. */
import type { KernelBuild } from '../../kernels/index.ts'
import { printable } from '../../printable.ts'
import { resolveConfig } from '../../training/config.ts'
import type { Config, Origin, Result } from '../../training/index.ts'
import { originSchema } from '../../training/origin-schema.ts'
import { resultFrom } from '../../training/records.ts'
import { version } from '../../training/version.ts'
import { CONFIG_FILE, RESULT_FILE } from './names.ts'

/** What made a run. */
export interface Versions {
  readonly formscale: string
  /** Version of Node, or `browser`. */
  readonly node: string
  readonly kernels: KernelBuild
  /** What it was made of beside its settings. */
  readonly origin?: Origin
  /** The file of what was changed on the way, where anything was. */
  readonly changes?: string
}

const BUILDS: readonly KernelBuild[] = ['simd', 'relaxed-simd']

/** `config.json` */
export function configText(
  config: Config,
  kernels: KernelBuild,
  node: string,
  beside: Pick<Versions, 'origin' | 'changes'> = {},
): string {
  const versions: Versions = { formscale: version, node, kernels, ...beside }
  return jsonText({ ...versions, config })
}

/** @throws Error that names the file and what is wrong with it. */
export function readConfig(text: string): { readonly config: Config; readonly versions: Versions } {
  const { config, ...versions } = readObject(text, CONFIG_FILE) as Versions & { readonly config: unknown }
  try {
    const resolved = resolveConfig(config)
    if (!BUILDS.includes(versions.kernels))
      throw new Error(`kernels is ${JSON.stringify(versions.kernels)}; it must be ${BUILDS.join(' or ')}`)
    if (!originSchema.optional().safeParse(versions.origin).success)
      throw new Error('origin is not what a run has written')
    return { config: resolved, versions }
  } catch (error) {
    throw new Error(printable(`${CONFIG_FILE}: ${(error as Error).message}`))
  }
}

/** Every field of a result, none left out. */
const resultFields: Readonly<Record<keyof Result, true>> = {
  status: true,
  reason: true,
  steps: true,
  updates: true,
  episodes: true,
  meanReturn: true,
  regret: true,
  best: true,
  seconds: true,
  stepsPerSecond: true,
}

/**
 * `result.json`
 *
 * @param checksum over the result and the rows of metrics, where there is one.
 */
export const resultText = (result: Result, checksum?: string): string =>
  jsonText(checksum === undefined ? result : { ...result, checksum })

/** @throws Error that names the file and the field that is wrong. */
export function readResult(text: string): { readonly result: Result; readonly checksum?: string } {
  const { checksum, ...fields } = readObject(text, RESULT_FILE) as { readonly checksum?: unknown }
  try {
    const result = resultFrom(fields)
    // A checksum whose name was damaged must not look like none.
    const stranger = Object.keys(fields).find((name) => !Object.hasOwn(resultFields, name))
    if (stranger !== undefined) throw new Error(`there is no field '${printable(stranger)}'`)
    return typeof checksum === 'string' ? { result, checksum } : { result }
  } catch (error) {
    throw new Error(printable(`${RESULT_FILE}: ${(error as Error).message}`))
  }
}

/** JSON for people to read, too. */
export const jsonText = (content: object): string => `${JSON.stringify(content, null, 2)}\n`

function readObject(text: string, name: string): object {
  const parsed = parse(text)
  if (typeof parsed !== 'object' || parsed === null) throw new Error(`${name} is not a JSON object`)
  return parsed
}

/** undefined for what is not JSON. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
