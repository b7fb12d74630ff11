/** Links between the files of the documentation lead somewhere, on the site as in the repository. */
import { existsSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { expect, test } from 'vitest'
import { sidebar } from '../../site/contents.ts'
import { outsideCode, slugify } from '../../site/stage/markdown.ts'
import { sources } from '../../site/stage/stage.ts'

/** What a text links to: a file from the root of the repository and a fragment. */
function linksOf(file: string): [path: string, fragment: string | undefined][] {
  const found: [string, string | undefined][] = []
  outsideCode(readFileSync(file, 'utf8'), (prose) => {
    for (const [, , href] of prose.matchAll(/(\]\(| src=")([^)"\s]+)/g)) {
      if (/^(https?|mailto):/.test(href)) continue
      const [path, fragment] = href.split('#')
      found.push([path === '' ? file : posix.join(posix.dirname(file), path), fragment])
    }
    return prose
  })
  return found
}

/** Fragments of a text's headings. */
const fragmentsOf = (file: string) =>
  Array.from(readFileSync(file, 'utf8').matchAll(/^#+ (.+)$/gm), ([, heading]) => slugify(plain(heading)))

/** A heading as it is read: links by their texts. */
const plain = (heading: string) => heading.replace(/\[([^\]]+)\]\([^)]*\)/g, '$1')

const leads = (path: string, fragment: string | undefined) =>
  existsSync(path) && (fragment === undefined || fragmentsOf(path).includes(fragment))

test('every link in the repository’s Markdown', () => {
  const links = sources().flatMap((file) => linksOf(file).map((link) => [file, ...link] as const))
  expect(links.length).toBeGreaterThan(90)
  const dead = links.filter(([, path, fragment]) => !leads(path, fragment))
  expect(dead).toEqual([])
})

test('every entry in the margin of the site that is not made when it is built', () => {
  const entries = JSON.stringify(sidebar([])).matchAll(/"link":"\/([^"]+)"/g)
  const written = Array.from(entries, ([, link]) => link).filter(
    (link) => !/^(catalogue|reference|api|project)\//.test(link),
  )
  expect(written.length).toBeGreaterThan(15)
  const dead = written.filter((link) => {
    const [path, fragment] = link.split('#')
    return !leads(`docs/${path}.md`, fragment)
  })
  expect(dead).toEqual([])
})
