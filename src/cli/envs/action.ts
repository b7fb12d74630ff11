import { nameIn } from '../../envs/id.ts'
import { about, list, type Space } from '../../envs/index.ts'
import { GYMNASIUM } from '../../envs/registry.ts'
import { printable } from '../../printable.ts'
import { createEnvironments } from '../../rollouts/index.ts'
import { type Fields, flatten, isFields, present } from '../../settings/paths.ts'
import { settingsBySpaces, tuned } from '../../training/index.ts'
import { shellWord } from '../options.ts'
import { textList, textTable } from '../table.ts'
import { wrappersText } from './wrappers-text.ts'

const ELSEWHERE = `And any of an installed Python gymnasium as gymnasium:<id>, and your own as a file:

  $ formscale envs gymnasium:LunarLander-v3
  $ formscale envs check ./my-env.ts`

interface Listed {
  readonly id: string
  readonly about: string
  readonly observationSpace: Space
  readonly actionSpace: Space
  /** What `formscale train` takes where nothing else is said; none: the library's defaults. */
  readonly settings: Fields
  /** Whether they are tuned for this very environment, else chosen by its spaces. */
  readonly tuned: boolean
}

export async function envsAction(id: string | undefined, { json }: { json?: true }): Promise<void> {
  const found = id === undefined ? await Promise.all(list().map(describe)) : await describe(id)
  if (json) console.log(JSON.stringify(found, finite, 2))
  else if (Array.isArray(found)) console.log(`${tableOf(found)}\n\n${wrappersText()}\n\n${ELSEWHERE}`)
  else console.log(detailsOf(found as Listed))
}

async function describe(id: string): Promise<Listed> {
  const environments = await createEnvironments(id, 1)
  const { observationSpace, actionSpace } = environments
  environments.close()
  const found = tuned(id)
  const settings = { ...(found ?? settingsBySpaces({ observationSpace, actionSpace }).settings) }
  return {
    ...{ id, about: lineAbout(id), observationSpace, actionSpace },
    ...{ settings, tuned: found !== undefined },
  }
}

function lineAbout(id: string): string {
  if (id.startsWith(GYMNASIUM)) return 'An environment of Gymnasium, in a Python process.'
  return list().includes(nameIn(id)) ? about(id) : 'An environment of your own.'
}

const tableOf = (environments: readonly Listed[]) =>
  textTable(
    [
      { title: 'id', cell: (env: Listed) => env.id },
      { title: 'observation', cell: (env: Listed) => brief(env.observationSpace) },
      { title: 'action', cell: (env: Listed) => brief(env.actionSpace) },
      { title: 'about', cell: (env: Listed) => env.about },
    ],
    environments,
  )

function detailsOf(env: Listed): string {
  const spaces: [string, string][] = [
    ['observation', full(env.observationSpace)],
    ['action', full(env.actionSpace)],
    [env.tuned ? 'tuned' : 'settings', settingsText(env.settings)],
  ]
  const [id, about, command] = [env.id, env.about, `formscale train --env ${shellWord(env.id)}`].map(
    printable,
  )
  return `${id}\n  ${about}\n\n${textList(spaces)}\n\n  $ ${command}`
}

/** `totalSteps=100000 epochs=20 …`, the update by its name. */
function settingsText({ update, totalSteps, ...settings }: Fields): string {
  const first = present({ totalSteps, update: isFields(update) ? update['name'] : update })
  const words = [...flatten({ ...first, ...settings })].map(([path, text]) => `${path}=${text}`)
  return words.join(' ') || "the library's defaults"
}

function brief(space: Space): string {
  switch (space.kind) {
    case 'box':
      return `box ${space.shape.join('×')}`
    case 'multiDiscrete':
      return `multiDiscrete ${space.nvec.join('×')}`
    default:
      return `${space.kind} ${space.n}`
  }
}

/** More bounds than this are given by their range. */
const MANY = 8

function full(space: Space): string {
  if (space.kind !== 'box') return brief(space)
  const { low, high } = space
  const one = (value: number) => String(Number(value.toPrecision(5))).replace('Infinity', '∞')
  const range = (i: number) => `[${one(low[i])}, ${one(high[i])}]`
  const ranges = low.map((_, i) => range(i))
  const same = ranges.every((text) => text === ranges[0])
  if (same) return `${brief(space)}, each in ${ranges[0]}`
  if (ranges.length > MANY) return `${brief(space)}, in [${one(Math.min(...low))}, ${one(Math.max(...high))}]`
  return `${brief(space)}, in ${ranges.join(' × ')}`
}

/** JSON has no Infinity: null means no bound. */
const finite = (_key: string, value: unknown) =>
  typeof value === 'number' && !Number.isFinite(value) ? null : value
