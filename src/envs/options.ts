import { nearest } from '../nearest.ts'

/** Throws, naming the option, if `options` has one that is not in `known`. */
export function rejectUnknownOptions(id: string, options: object, known: readonly string[]): void {
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue
    const guess = nearest(name, known)
    const fix = guess === undefined ? 'it takes none' : `did you mean ${guess}? Options: ${known.join(', ')}`
    throw new Error(`${id}: unknown option ${name}; ${fix}`)
  }
}
