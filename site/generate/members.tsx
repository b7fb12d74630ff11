/** The catalogue, and a page for each member: all from the library's own tables. */
import { render } from 'preact-render-to-string'
import { formulas } from '../../lab/pages/explore/formula.ts'
import { memberNames } from '../../lab/points/address.ts'
import { changes, difference } from '../../lab/points/nearest-member.ts'
import { type FormulaLine, Formulas } from '../../lab/ui/math.tsx'
import { figure } from '../../lab/ui/numbers.ts'
import {
  catalogue,
  type MemberName,
  numberText,
  type Parameters,
  parameters,
  properties,
  robusts,
  scaleFunction,
  trusts,
  type UpdateSpec,
} from '../../src/updates/index.ts'
import { written } from '../../src/updates/textbook/written.ts'
import { cell, table } from './table.ts'

type Page = readonly [path: string, text: string]

/** Neighbours that a page names. */
const NEIGHBOURS = 3

export const memberPages = (): Page[] => [
  ['catalogue/index.md', indexPage()],
  ...memberNames.map((name): Page => [`catalogue/${name}.md`, memberPage(catalogue[name])]),
]

function indexPage(): string {
  const rows = memberNames.map((name) => [
    `[\`${name}\`](./${name}.md)`,
    `<live-thumbnail update="${name}"></live-thumbnail>`,
    cell(catalogue[name].about.replace('docs/results/deep-rl.md', '[results](../results/deep-rl.md)')),
  ])
  return `---
pageClass: catalogue
---
# The catalogue

${memberNames.length} named members of [the class](../updates.md), each proved equal to the gradient of its textbook loss. Green pushes
the action up, violet down; Δo runs to the right, Δr upwards. In a program, \`update: 'NAME'\`; on the command line,
\`--update NAME\`.

${table(['name', 'f', 'what it is'], rows)}
`
}

function memberPage(member: UpdateSpec): string {
  const name = member.name as MemberName
  const { loss, source } = written[name]
  const sentence = member.about.replace('docs/results/deep-rl.md', '[the results](../results/deep-rl.md)')
  const about = sentence[0].toUpperCase() + sentence.slice(1)
  return `---
title: ${name}
---
# ${name}

${about}.

<live-surface update="${name}"></live-surface>

Drag the probe, or move it by the arrow keys. The bold line is where f = 0; hatched, the trust region cuts the push off.
<a href="../lab/index.html#/explore?a=${name}" target="_self">Open ${name} in the lab</a>, where every part can be moved.

## The update

${math(formulas(member))}

## The textbook loss

${math(loss)}

To maximise; sg stops the gradient. \`npm test\` proves its gradient equal to the update above, by dual numbers over random
outputs, actions, behaviour policies and advantages.

Source: ${source}.

## Its parts

${table(['part', 'value', 'what it does'], parts(member))}

## What holds

${table(
  ['property', 'here', 'statement'],
  properties.map(({ name, statement, applies }) => [
    name,
    applies(member.scale) ? 'holds' : 'not claimed',
    cell(statement),
  ]),
)}

## Nearest members

Distance: root mean square of the difference of f over |Δo| ≤ 1, |Δr| ≤ 2, among members with the same form and reading.

${neighbours(member)}

## Use it

\`\`\`sh
npx formscale train --env CartPole-v1 --update ${name} --steps 100000
npx formscale compare --env CartPole-v1 --updates ${name === 'ppo' ? 'ppo,spo' : `ppo,${name}`} --seeds 5
\`\`\`

\`\`\`js
import { train } from 'formscale'

const settings = { env: 'CartPole-v1', totalSteps: 100_000 }
const run = await train({ ...settings, update: '${name}' })
\`\`\`
`
}

/** MathML; Vue takes the markup as it is. */
const math = (lines: readonly FormulaLine[]) =>
  `<div class="maths" v-pre tabindex="0" role="group" aria-label="formula">${render(<Formulas lines={lines} />)}</div>`

function parts({ form, reference, baseline, temperature, scale }: UpdateSpec): string[][] {
  const { trust, robust } = scale
  return [
    [
      'form',
      `\`${form}\``,
      form === 'value' ? 'an estimate is pushed up or down' : 'mass moves to or from an action',
    ],
    [
      'reference',
      `\`${reference}\``,
      reference === 'logprob'
        ? 'Δo of log π, Δr the advantage'
        : 'Δo of the outputs, Δr from the return; tied critic',
    ],
    ['baseline', `\`${baseline}\``, baseline === 'none' ? 'none' : 'taken off Δr'],
    ['τ', String(temperature), 'units of reward per logit'],
    ...numbers(parameters, scale),
    ['trust', `\`${trust.kind}\``, trusts[trust.kind].about],
    ...numbers(trusts[trust.kind].parameters, trust),
    ['robust', `\`${robust.kind}\``, robusts[robust.kind].about],
    ...numbers(robusts[robust.kind].parameters, robust),
  ].map((row) => row.map(cell))
}

function numbers(parameters: Parameters, given: object): string[][] {
  const values = given as Readonly<Record<string, number | undefined>>
  return Object.entries(parameters).map(([key, { absent, about, symbol }]) => [
    symbol === key ? `\`${key}\`` : `${symbol.replace('_', '')}, \`${key}\``,
    numberText(values[key] ?? (absent as number)),
    about,
  ])
}

function neighbours(member: UpdateSpec): string {
  const alike = Object.values(catalogue)
    .filter(
      ({ name, form, reference, baseline }) =>
        name !== member.name &&
        form === member.form &&
        reference === member.reference &&
        baseline === member.baseline,
    )
    .map((other) => ({ other, ...difference(scaleFunction(member.scale), scaleFunction(other.scale)) }))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, NEIGHBOURS)
  if (alike.length === 0) return 'No other member has this form and reading.'
  const rows = alike.map(({ other, distance }) => [
    `[\`${other.name}\`](./${other.name}.md)`,
    figure(distance, 2),
    cell(
      changes(member, other)
        .map(({ name, from, to }) => `${name} ${from} → ${to}`)
        .join('; '),
    ),
  ])
  return table(['member', 'distance', `from it to ${member.name}`], rows)
}
