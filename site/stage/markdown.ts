/** What is code in Markdown, and what is prose. */

/** A block between fences. */
export interface Block {
  /** First word after the fence: `js`, `sh`; '' for none. */
  readonly language: string
  readonly text: string
  /** From 1. */
  readonly line: number
}

const FENCE = /^```(\w*)\n(.*?)^```$/gms

export function blocksOf(markdown: string): Block[] {
  return Array.from(markdown.matchAll(FENCE), ({ 0: whole, 1: language, 2: text, index }) => ({
    language,
    text,
    line: markdown.slice(0, index).split('\n').length + (whole.length > 0 ? 1 : 0),
  }))
}

/** The text with everything changed that is neither a block nor a span of code. */
export const outsideCode = (markdown: string, change: (prose: string) => string): string =>
  markdown
    .split(/(^```\w*\n.*?^```$|`[^`\n]+`)/ms)
    .map((part, i) => (i % 2 === 0 ? change(part) : part))
    .join('')

/** A heading's fragment. As GitHub does, so that links between headings work in both. */
export const slugify = (heading: string): string =>
  heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-')
