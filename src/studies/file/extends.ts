/** A study file that `extends` another: what it says lies over what the other says. */
import { realpathSync, statSync } from 'node:fs'
import { basename, dirname, isAbsolute, join, relative } from 'node:path'
import { stringify } from 'yaml'
import { plainFile } from '../../runs/folder/index.ts'
import { type Fields, isFields } from '../../settings/paths.ts'
import { type Path, type Places, Source } from './source.ts'

export interface StudySource extends Places {
  /** The study as one value, without `extends`. */
  readonly value: unknown
  /** The same as a file that stands alone. */
  readonly text: string
}

/**
 * Reads a study file and those that it extends.
 *
 * @throws Error of one line for a file that can't be read, isn't YAML, or extends what it may not.
 */
export function readSource(path: string): StudySource {
  const text = readText(path)
  const layers = layersOf(new Source(text, path), [realpathSync(path)])
  if (layers.length === 1) return new Layers(layers, layers[0].value, text)
  const { extends: _done, ...value } = layers
    .map(({ value }) => value)
    .reduceRight((below, above) => laidOver(below, above)) as Fields
  return new Layers(layers, value, `# ${basename(path)}, with what it extends.\n${stringify(value)}`)
}

/** Files in their order, each over those that come after it. */
class Layers implements StudySource {
  readonly value: unknown
  readonly text: string
  readonly #layers: readonly Source[]

  constructor(layers: readonly Source[], value: unknown, text: string) {
    this.#layers = layers
    this.value = value
    this.text = text
  }

  error(path: Path, message: string): Error {
    return this.#layerOf(path).error(path, message)
  }

  depth(path: Path): number {
    return this.#layerOf(path).depth(path)
  }

  /** The file that what stands at the path comes from: a list or a value hides those below it, a group of keys doesn't. */
  #layerOf(path: Path): Source {
    const [first, ...others] = this.#layers
    const hiding = this.#layers.find((layer) => layer.depth(path) > 0 && !layer.isGroup(path))
    if (hiding) return hiding
    return others.reduce((best, layer) => (layer.depth(path) > best.depth(path) ? layer : best), first)
  }
}

/** The file, the one that it extends, and so on. */
function layersOf(source: Source, seen: readonly string[]): Source[] {
  const target = isFields(source.value) ? source.value['extends'] : undefined
  if (target === undefined) return [source]
  const fail = (message: string) => source.error(['extends'], message)
  const path = targetOf(target, source.name, fail)
  const real = realpathSync(path)
  const folder = relative(realpathSync(dirname(source.name)), real)
  if (folder.startsWith('..') || isAbsolute(folder))
    throw fail(`extends is ${JSON.stringify(target)}, a link out of the file's folder; copy the file here`)
  if (seen.includes(real))
    throw fail(`extends is ${JSON.stringify(target)}, which leads back to the file itself; break the circle`)
  return [source, ...layersOf(new Source(readText(path), path), [...seen, real])]
}

function targetOf(target: unknown, file: string, fail: (message: string) => Error): string {
  const isSafe =
    typeof target === 'string' &&
    /\.ya?ml$/.test(target) &&
    !isAbsolute(target) &&
    !target.split(/[/\\]/).includes('..')
  if (!isSafe)
    throw fail(
      `extends is ${JSON.stringify(target)}; it must be a .yaml file in the folder of this one or below it`,
    )
  const path = join(dirname(file), target)
  if (!statSync(path, { throwIfNoEntry: false }))
    throw fail(`extends is "${target}"; there is no file ${path}`)
  return path
}

/** Groups of keys key by key, all else taken whole; so is a group with a `kind` over one of another kind. */
function laidOver(below: unknown, above: unknown): unknown {
  if (!isFields(below) || !isFields(above)) return above
  if ('kind' in above && above['kind'] !== below['kind']) return above
  const merged: Record<string, unknown> = { ...below }
  for (const [key, value] of Object.entries(above))
    merged[key] = Object.hasOwn(below, key) ? laidOver(below[key], value) : value
  return merged
}

function readText(path: string): string {
  const bytes = plainFile(path)
  if (!bytes) throw new Error(`there is no study file ${path}`)
  return bytes.toString()
}
