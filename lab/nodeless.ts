/**
 * Parts of the library that need Node are reached by dynamic import only. For a browser each of them becomes a
 * sentence to throw, so that such an import fails clearly and nothing of them is bundled.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { join, resolve } from 'node:path'
import type { Plugin } from 'vite'

const EMPTY = '\0nodeless'

/** A plugin for the library's sources in `folder`. */
export function nodeless(folder: string): Plugin {
  const excluded = needNode(folder)
  return {
    name: 'nodeless',
    enforce: 'pre',
    // Packages that also run in Node look there for its modules, where there is no other way.
    resolveId: (source) => (isBuiltin(source) ? EMPTY : null),
    load(id) {
      if (id === EMPTY) return 'export default {}'
      return excluded.has(id) ? "throw new Error('this part of formscale needs Node')" : null
    },
  }
}

/** The modules that load one of Node's, directly or with what they import. */
function needNode(folder: string): Set<string> {
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => join(folder, path))
  const imports = new Map(sources.map((file) => [file, importsOf(file)]))
  const found = new Set<string>()
  for (let before = -1; before < found.size; ) {
    before = found.size
    for (const [file, used] of imports)
      if (used.some((one) => one.startsWith('node:') || found.has(one))) found.add(file)
  }
  return found
}

/** What a file imports when it is loaded, types and dynamic imports aside. */
function importsOf(file: string): string[] {
  const statements = readFileSync(file, 'utf8').matchAll(
    /^(?:import|export)\s(?!type\b)[^'";]*?\bfrom\s*'([^']+)'/gm,
  )
  return Array.from(statements, ([, name]) => (name.startsWith('.') ? resolve(file, '..', name) : name))
}
