/** Which module refers to which, read off their sources. */
import { posix } from 'node:path'

export interface Import {
  readonly name: string
  /** Whether it is loaded together with the module: neither a type nor dynamic. */
  readonly eager: boolean
}

/** What a module refers to: static, re-exported, for effect, dynamic, in a type, or as a worker or asset. */
export function imports(source: string): Import[] {
  const code = source.replace(/^\s*(\/\/|\/\*|\*).*$/gm, '')
  const eager = [
    /^(?:import|export)\s(?!type\b)[^'";]*?\bfrom\s*['"]([^'"]+)['"]/gm,
    /^import\s*['"]([^'"]+)['"]/gm,
  ]
  const lazy = [
    /^(?:import|export)\s+type\b[^'";]*?\bfrom\s*['"]([^'"]+)['"]/gm,
    /\bimport\s*\(\s*['"]([^'"]+)['"]/g,
    /\bnew URL\(\s*['"](\.[^'"]+)['"]\s*,\s*import\.meta\.url/g,
  ]
  const found = (forms: RegExp[], eager: boolean) =>
    forms.flatMap((form) => [...code.matchAll(form)].map(([, name]) => ({ name, eager })))
  return [...found(eager, true), ...found(lazy, false)]
}

/**
 * Every circle among modules (path → source), as `a → b → a`: at the loading of modules, in types, or by dynamic imports
 * and workers alike.
 */
export function circles(files: ReadonlyMap<string, string>): string[] {
  const found: string[] = []
  const done = new Set<string>()
  const way: string[] = []
  const visit = (path: string): void => {
    const start = way.indexOf(path)
    if (start >= 0) found.push([...way.slice(start), path].join(' → '))
    if (start >= 0 || done.has(path)) return
    way.push(path)
    for (const target of targets(path, files)) visit(target)
    way.pop()
    done.add(path)
  }
  for (const path of files.keys()) visit(path)
  return found
}

/** The modules that one refers to; a worker's is written as built. */
const targets = (path: string, files: ReadonlyMap<string, string>): string[] =>
  imports(files.get(path) ?? '')
    .filter(({ name }) => name.startsWith('.'))
    .map(({ name }) => posix.join(posix.dirname(path), name))
    .map((target) => (files.has(target) ? target : target.replace(/\.js$/, '.ts')))
    .filter((target) => files.has(target))
