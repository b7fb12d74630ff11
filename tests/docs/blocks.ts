/** Every block of code in the documentation, with the place that it stands at. */
import { readFileSync } from 'node:fs'
import { memberPages } from '../../site/generate/members.tsx'
import { type Block, blocksOf } from '../../site/stage/markdown.ts'
import { sources } from '../../site/stage/stage.ts'

export interface Snippet extends Block {
  /** `docs/updates.md:12` */
  readonly place: string
}

/** Of the pages that lie in the repository, and of those of the catalogue, which are made from its tables. */
export const snippets = (languages: readonly string[]): Snippet[] =>
  [...sources().map((file) => [file, readFileSync(file, 'utf8')] as const), ...memberPages()]
    .flatMap(([file, text]) => blocksOf(text).map((block) => ({ ...block, place: `${file}:${block.line}` })))
    .filter(({ language }) => languages.includes(language))
