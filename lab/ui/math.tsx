/**
 * Formulas in a short notation, set by the browser's MathML: `f(Δo, Δr) = min(e^{0.5 Δo}, 1.2) · \frac{u}{2}`.
 * Braces group, `_` and `^` are scripts, `\frac{}{}`, `\hat{}`, `\,` and `\quad` are TeX's, words are upright.
 */
import { type ComponentChild, h } from 'preact'

/** A line, or one with alternatives behind a brace: value and condition, the condition in words and formulas. */
export type FormulaLine =
  | string
  | { readonly left: string; readonly cases: readonly (readonly [string, string])[] }

export function Formulas({ lines }: { readonly lines: readonly FormulaLine[] }) {
  return (
    <div class="formulas">
      {lines.map((line, i) => (
        <math key={i} display="block">
          {typeof line === 'string' ? read(line) : alternatives(line.left, line.cases)}
        </math>
      ))}
    </div>
  )
}

/** A formula within a line of text. */
export const Formula = ({ children }: { readonly children: string }) => (
  <math class="formula">{read(children)}</math>
)

function alternatives(left: string, cases: readonly (readonly [string, string])[]): ComponentChild {
  const rows = cases.map(([value, condition]) =>
    h('mtr', {}, h('mtd', {}, read(value)), h('mtd', {}, sentence(condition))),
  )
  return h('mrow', {}, read(left), h('mtable', {}, rows))
}

/** Words, and formulas between dollar signs. */
const sentence = (text: string) =>
  h(
    'mrow',
    {},
    text
      .split('$')
      .map((part, i) => (i % 2 === 0 ? h('mtext', {}, part.replaceAll(' ', '\u00a0')) : read(part))),
  )

const TOKEN = /\s*(\\[a-z]+|\\,|[_^{}]|Δ[or]|[a-z]{2,}|\d[\d.]*(?:·10[⁻⁰¹²³⁴-⁹]+)?|[^\s])/guy

/** The notation as MathML. */
function read(source: string): ComponentChild {
  const tokens = Array.from(source.matchAll(TOKEN), ([, token]) => token)
  return sequence(tokens, '')
}

/** Everything up to `end`, which is taken, too. */
function sequence(tokens: string[], end: string): ComponentChild {
  const atoms: ComponentChild[] = []
  while (tokens.length > 0) {
    const token = tokens.shift() as string
    if (token === end) break
    if (token === '_' || token === '^') {
      const base = atoms.pop() ?? h('mrow', {})
      atoms.push(h(token === '_' ? 'msub' : 'msup', {}, base, argument(tokens)))
    } else atoms.push(atom(token, tokens))
  }
  return h('mrow', {}, atoms)
}

function argument(tokens: string[]): ComponentChild {
  const token = tokens.shift() ?? ''
  return token === '{' ? sequence(tokens, '}') : atom(token, tokens)
}

function atom(token: string, tokens: string[]): ComponentChild {
  switch (token) {
    case '{':
      return sequence(tokens, '}')
    case '(':
      return h('mrow', {}, h('mo', {}, '('), sequence(tokens, ')'), h('mo', {}, ')'))
    case '[':
      return h('mrow', {}, h('mo', {}, '['), sequence(tokens, ']'), h('mo', {}, ']'))
    case '\\,':
      return h('mspace', { width: '0.18em' })
    case '\\quad':
      return h('mspace', { width: '1.4em' })
    case '\\frac':
      return h('mfrac', {}, argument(tokens), argument(tokens))
    case '\\hat':
      return h('mover', { accent: 'true' }, argument(tokens), h('mo', {}, '^'))
  }
  if (token.startsWith('Δ')) return h('mrow', {}, h('mi', {}, 'Δ'), letter(token[1]))
  if (/^\d/.test(token)) return h('mn', {}, token)
  if (/^\p{L}$/u.test(token)) return letter(token)
  if (/^\p{L}+$/u.test(token)) return h('mi', {}, token)
  return h('mo', {}, token)
}

const letter = (token: string) => h('mi', { class: 'variable' }, token)
