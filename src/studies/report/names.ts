/** Names of updates and parameters as people write them: shorter in figures, and with the family's own symbols. */

const SYMBOLS: Readonly<Record<string, string>> = {
  alphaR: 'αr',
  alphaO: 'αo',
  beta: 'β',
  omega: 'ω',
  kappa: 'κ',
  epsilon: 'ε',
  temperature: 'τ',
  gamma: 'γ',
  gaeLambda: 'λ',
  learningRate: 'lr',
}

const SETTING = new RegExp(`\\b(${Object.keys(SYMBOLS).join('|')})(?==)`, 'g')

/** Text with names of updates in it: `ppo+alphaR=-0.5 (beta=1)` → `ppo αr=−0.5 (β=1)`. */
export const withSymbols = (text: string) =>
  text
    .replace(/\+(?=[\w.]+=)/g, ' ')
    .replace(SETTING, (name) => SYMBOLS[name])
    .replace(/=-(?=[\d.])/g, '=−')

/** Characters that figures have room for. */
export const ROOM = 30

/** Names for figures that show these updates together: what all of them share is left out, the name itself only for want of room. */
export function figureNames(labels: readonly string[]): Map<string, string> {
  const words = labels.map((label) => withSymbols(label).replace(/[(),]/g, '').split(' '))
  const shared = (words[0] ?? []).filter((word) => words.every((all) => all.includes(word)))
  const settings = shared.filter((word) => word.includes('='))
  if (labels.length < 2 || shared.length === 0)
    return new Map(labels.map((label) => [label, withSymbols(label)]))
  const without = (left: readonly string[]) =>
    words.map((all) => all.filter((word) => !left.includes(word)).join(' '))
  const named = without(settings)
  const bare = without(shared)
  const names = named.some(({ length }) => length > ROOM) && !bare.includes('') ? bare : named
  return new Map(labels.map((label, i) => [label, names[i]]))
}

/** `scale.alphaR` → `αr`, with the folder that it needs to be told apart. */
export const parameterName = (label: string) =>
  label.replace(/[^.]+$/, (word) => (Object.hasOwn(SYMBOLS, word) ? SYMBOLS[word] : word))

/** A value of a parameter, with a true minus. */
export const parameterValue = (value: string) => value.replace(/^-(?=[\d.])/, '−')

/** At most `length` characters, cut in the middle: names of one study often begin and end differently. */
export function shorten(name: string, length: number): string {
  if (name.length <= length) return name
  const head = Math.ceil((length - 1) / 3)
  return `${name.slice(0, head)}…${name.slice(name.length - (length - 1 - head))}`
}
