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

/** Text with names of updates in it: `ppo (alphaR=-0.5)` → `ppo (αr=−0.5)`. */
export const withSymbols = (text: string) =>
  text.replace(SETTING, (name) => SYMBOLS[name]).replace(/=-(?=[\d.])/g, '=−')

/** `scale.alphaR` → `αr`, with the folder that it needs to be told apart. */
export const parameterName = (label: string) =>
  label.replace(/[^.]+$/, (word) => (Object.hasOwn(SYMBOLS, word) ? SYMBOLS[word] : word))

/** A value of a parameter, with a true minus. */
export const parameterValue = (value: string) => value.replace(/^-(?=[\d.])/, '−')

/** At most `length` characters. */
export function shorten(name: string, length: number): string {
  const text = withSymbols(name)
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`
}
