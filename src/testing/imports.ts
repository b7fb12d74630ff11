/** Which module refers to which, read off their sources. */
import { readdirSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'

/** Path → text of every module of these folders of the repository. */
export function modulesOf(...folders: string[]): ReadonlyMap<string, string> {
  const root = new URL('../../', import.meta.url)
  const paths = folders
    .flatMap((folder) =>
      readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' }).map(
        (path) => `${folder}/${path.replaceAll('\\', '/')}`,
      ),
    )
    // AssemblyScript is another language, with a world of its own.
    .filter((path) => /\.tsx?$/.test(path) && !path.startsWith('src/kernels/assembly/'))
    // Their examples are not imports.
    .filter((path) => !/^src\/(floors|doors)\.test\.ts$/.test(path))
  return new Map(paths.map((path) => [path, readFileSync(new URL(path, root), 'utf8')]))
}

export interface Import {
  readonly name: string
  /** When it is loaded: together with the module, later, or never. */
  readonly kind: 'eager' | 'lazy' | 'type'
}

/** What a module refers to: static, re-exported, for effect, dynamic, in a type, or as a worker or asset. */
export function imports(source: string): Import[] {
  const code = source.replace(/^\s*(\/\/|\/\*|\*).*$/gm, '')
  const eager = [
    /^(?:import|export)\s(?!type\b)[^'";]*?\bfrom\s*['"]([^'"]+)['"]/gm,
    /^import\s*['"]([^'"]+)['"]/gm,
  ]
  const type = [/^(?:import|export)\s+type\b[^'";]*?\bfrom\s*['"]([^'"]+)['"]/gm]
  const lazy = [
    /\bimport\s*\(\s*['"]([^'"]+)['"]/g,
    /\bnew URL\(\s*['"](\.[^'"]+)['"]\s*,\s*import\.meta\.url/g,
  ]
  const found = (forms: RegExp[], kind: Import['kind']) =>
    forms.flatMap((form) => [...code.matchAll(form)].map(([, name]) => ({ name, kind })))
  return [...found(eager, 'eager'), ...found(lazy, 'lazy'), ...found(type, 'type')]
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
    .filter(({ name }) => /^(\.|#host\/)/.test(name))
    .map(({ name }) =>
      name.startsWith('.')
        ? posix.join(posix.dirname(path), name)
        : name.replace(/^#host\/(.*)/, 'src/$1/host.node.ts'),
    )
    .map((target) => (files.has(target) ? target : target.replace(/\.js$/, '.ts')))
    .filter((target) => files.has(target))
