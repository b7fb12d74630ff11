/** Study files: a study as YAML, for `formscale sweep`. */
import { readFileSync, statSync } from 'node:fs'
import { SettingError } from '../../training/config.ts'
import { type Fields, nested, overlay } from '../overlay.ts'
import { type Arena, configOf, type Member, type Settings, type Study } from '../study.ts'
import { memberError, membersOf, type Origin } from './members.ts'
import { problemOf, type StudyText, studySchema } from './schema.ts'
import { Source } from './source.ts'

export interface StudyFile {
  /** What the file holds, as it stands there. */
  readonly text: string
  readonly about: string
  readonly study: Study
  /** An error about an environment of the study, with its place in the file. */
  environmentError(index: number, message: string): Error
}

/** Settings that have a place of their own in a study file. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  env: 'environments',
  update: 'updates',
  seed: 'seeds',
  totalSteps: 'budget',
}

/**
 * Reads and checks a study file, down to the settings of every run.
 *
 * @throws Error of one line, `file:line:column: …`, for whatever is wrong in it.
 */
export function readStudyFile(path: string): StudyFile {
  const text = readText(path)
  const source = new Source(text, path)
  const parsed = studySchema.safeParse(source.value)
  if (!parsed.success) {
    const { issues } = parsed.error
    // A key misspelled is also a key missing; the first is the better hint.
    const issue = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0]
    const key = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : []
    throw source.error([...issue.path, ...key].map(step), problemOf(issue, source.value))
  }
  const study = studyOf(parsed.data, source)
  return {
    text,
    about: parsed.data.about ?? '',
    study,
    environmentError: (index, message) => source.error(['environments', index, 'id'], message),
  }
}

const step = (key: PropertyKey) => (typeof key === 'number' ? key : String(key))

function readText(path: string): string {
  if (!statSync(path, { throwIfNoEntry: false })) throw new Error(`there is no study file ${path}`)
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new Error(`${path} can't be read: ${(error as Error).message}`)
  }
}

function studyOf(text: StudyText, source: Source): Study {
  refuseElsewhere(text, source)
  const environments = text.environments.map(({ id, budget, settings }): Arena => {
    const layers = [text.budget, nested(text.settings), budget ?? {}, nested(settings)]
    return { id, settings: layers.reduce<Fields>(overlay, {}) as Settings }
  })
  const members = text.updates.flatMap((update, index) => membersOf(update, index, source))
  refuseNamesakes(members, source)
  for (const [index, environment] of environments.entries())
    for (const entry of members) checkRun(environment, index, entry, source)
  return { environments, members: members.map(({ member }) => member), seeds: text.seeds }
}

function refuseElsewhere(text: StudyText, source: Source): void {
  const places: [(string | number)[], Fields][] = [
    [['settings'], text.settings],
    ...text.environments.map(({ settings }, i): [(string | number)[], Fields] => [
      ['environments', i, 'settings'],
      settings,
    ]),
    ...text.updates.flatMap(({ settings, grid = {} }, i): [(string | number)[], Fields][] => [
      [['updates', i, 'settings'], settings],
      [['updates', i, 'grid'], grid],
    ]),
  ]
  for (const [path, fields] of places)
    for (const key of Object.keys(fields)) {
      const place = ELSEWHERE[key.split('.')[0]]
      if (place) throw source.error([...path, key], `${key} stands under '${place}', not here`)
    }
}

interface Named {
  readonly member: Member
  readonly origin: Origin
}

function refuseNamesakes(members: readonly Named[], source: Source): void {
  const names = members.map(({ member }) => member.name)
  const second = members.find(({ member }, i) => names.indexOf(member.name) < i)
  if (second)
    throw memberError(
      second.origin,
      source,
      `a second update is called '${second.member.name}'; give it a name of its own`,
    )
}

/** Puts the settings of a run together; what is wrong with them is shown in the layer that it comes from. */
function checkRun(environment: Arena, index: number, { member, origin }: Named, source: Source): void {
  try {
    configOf(environment, member, 0)
  } catch (error) {
    if (!(error instanceof SettingError)) throw error
    const layers = [
      ['updates', origin.index, 'grid'],
      ['updates', origin.index, 'settings'],
      ['environments', index, 'settings'],
      ['environments', index, 'budget'],
      ['settings'],
      ['budget'],
    ]
    const layer = layers.find((layer) => source.depth([...layer, ...error.path]) > layer.length)
    throw layer
      ? source.error([...layer, ...error.path], error.message)
      : memberError(origin, source, error.message)
  }
}
