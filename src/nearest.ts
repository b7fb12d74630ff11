import { distance } from 'fastest-levenshtein'

/** The candidate with the fewest edits from `name`, letter case aside; undefined only if there are no candidates. */
export function nearest(name: string, candidates: readonly string[]): string | undefined {
  const edits = (candidate: string) => distance(name.toLowerCase(), candidate.toLowerCase())
  return [...candidates].sort((a, b) => edits(a) - edits(b))[0]
}
