/** What the files of a run say, as text: written and read here, in Node and in a browser alike. */
import type { KernelBuild } from '../../kernels/index.ts'
import { printable } from '../../printable.ts'
import { resolveConfig } from '../../training/config.ts'
import type { Config, Metrics, Result } from '../../training/index.ts'
import { withPresentNames } from '../../training/metrics.ts'
import { metricsFrom, resultFrom } from '../../training/records.ts'
import { version } from '../../training/version.ts'
import { CONFIG_FILE, METRICS_FILE, RESULT_FILE } from './names.ts'

/** What made a run. */
export interface Versions {
  readonly formscale: string
  /** Version of Node, or `browser`. */
  readonly node: string
  readonly kernels: KernelBuild
}

const BUILDS: readonly KernelBuild[] = ['simd', 'relaxed-simd']

/** `config.json` */
export function configText(config: Config, kernels: KernelBuild, node: string): string {
  const versions: Versions = { formscale: version, node, kernels }
  return jsonText({ ...versions, config })
}

/** @throws Error that names the file and what is wrong with it. */
export function readConfig(text: string): { readonly config: Config; readonly versions: Versions } {
  const { config, ...versions } = readObject(text, CONFIG_FILE) as Versions & { readonly config: unknown }
  try {
    const resolved = resolveConfig(config)
    if (!BUILDS.includes(versions.kernels))
      throw new Error(`kernels is ${JSON.stringify(versions.kernels)}; it must be ${BUILDS.join(' or ')}`)
    return { config: resolved, versions }
  } catch (error) {
    throw new Error(`${CONFIG_FILE}: ${(error as Error).message}`)
  }
}

/** A row of `metrics.jsonl`, with its line break. */
export const metricsLine = (metrics: Metrics): string => `${JSON.stringify(metrics)}\n`

/**
 * The rows of `metrics.jsonl`. A half-written last line is left out: the run may be going on, or was killed; old
 * names are replaced by those of today.
 *
 * @throws Error that names the line which is not a row.
 */
export function readMetrics(text: string): Metrics[] {
  const lines = text.split('\n')
  const unfinished = parse(lines.pop()!) // '' after a complete last line
  if (unfinished !== undefined) lines.push(JSON.stringify(unfinished))
  let before = 0
  return lines.map((line, index) => {
    try {
      const row = rowFrom(parse(line))
      if (row.update <= before) throw new Error(`update ${row.update} comes after ${before}`)
      before = row.update
      return row
    } catch (error) {
      throw new Error(
        `${METRICS_FILE} line ${index + 1} is not a row of metrics: ${(error as Error).message}`,
      )
    }
  })
}

function rowFrom(row: unknown): Metrics {
  if (row === undefined) throw new Error('it is not JSON')
  return metricsFrom(typeof row === 'object' && row !== null ? withPresentNames(row) : row)
}

const RESULT_FIELDS: readonly string[] = [
  'status',
  'steps',
  'updates',
  'episodes',
  'meanReturn',
  'regret',
  'seconds',
  'stepsPerSecond',
] satisfies (keyof Result)[]

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
    const stranger = Object.keys(fields).find((name) => !RESULT_FIELDS.includes(name))
    if (stranger !== undefined) throw new Error(`there is no field '${printable(stranger)}'`)
    return typeof checksum === 'string' ? { result, checksum } : { result }
  } catch (error) {
    throw new Error(`${RESULT_FILE}: ${(error as Error).message}`)
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
