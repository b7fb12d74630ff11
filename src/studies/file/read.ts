/** Study files: a study as YAML, for `formscale sweep`. */
import { problemOf, SettingError, type Words } from '../../settings/issue.ts'
import { type Fields, nested, overlay } from '../../settings/paths.ts'
import { folderClash } from '../folder-name.ts'
import type { Search } from '../search/search.ts'
import { configOf, type Settings, type Study, type StudyEnvironment } from '../study.ts'
import { readSource } from './extends.ts'
import { type MemberWithOrigin, membersOf } from './members.ts'
import { type StudyText, studySchema } from './schema.ts'
import { searchOf } from './search.ts'
import type { Path, Places } from './source.ts'

export interface StudyFile {
  /** What the file holds as it stands there, or together with the files that it extends. */
  readonly text: string
  readonly about: string
  /** What is run on the seeds that are reported; of a search, the best come to it when they are found. */
  readonly study: Study
  readonly search: Search | undefined
  /** An error about an environment of the study, with its place in the file. */
  environmentError(index: number, message: string): Error
}

/** Settings that have a place of their own in a study file. */
const KEY_OF_SETTING: Readonly<Record<string, string>> = {
  env: 'environments',
  update: 'updates',
  seed: 'seeds',
  totalSteps: 'budget',
}

const WORDS: Words = { field: 'key', whole: 'the file' }

/**
 * Reads and checks a study file, down to the settings of every run.
 *
 * @throws Error of one line, `file:line:column: …`, for whatever is wrong in it.
 */
export function readStudyFile(path: string): StudyFile {
  const source = readSource(path)
  const parsed = studySchema.safeParse(source.value)
  if (!parsed.success) {
    const { path, message } = problemOf(parsed.error, source.value, studySchema, WORDS)
    throw source.error(path, message)
  }
  return {
    text: source.text,
    about: parsed.data.about ?? '',
    ...contents(parsed.data, source),
    environmentError: (index, message) => source.error(['environments', index, 'id'], message),
  }
}

function contents(text: StudyText, source: Places): Pick<StudyFile, 'study' | 'search'> {
  refuseElsewhere(text, source)
  const environments = text.environments.map(({ id, budget, settings }): StudyEnvironment => {
    const layers = [text.budget, nested(text.settings), budget ?? {}, nested(settings)]
    return { id, settings: layers.reduce<Fields>(overlay, {}) as Settings }
  })
  if (text.updates.length === 0 && !text.search)
    throw source.error(['updates'], 'updates is empty; name at least one update, or add a search')
  const members = text.updates.flatMap((update, index) => membersOf(update, index, source))
  const { search, trials } = text.search ? searchOf(text.search, text.seeds, source) : { trials: [] }
  refuseNamesakes([...members, ...trials], text, source)
  for (const [index, environment] of environments.entries())
    for (const entry of [...members, ...trials]) checkRun(environment, index, entry, source)
  const study = { environments, members: members.map(({ member }) => member), seeds: text.seeds }
  return { study, search }
}

function refuseElsewhere(text: StudyText, source: Places): void {
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
    ...Object.entries(text.search?.spaces ?? {}).flatMap(
      ([name, { settings, space }]): [(string | number)[], Fields][] => [
        [['search', 'spaces', name, 'settings'], settings],
        [['search', 'spaces', name, 'space'], space],
      ],
    ),
  ]
  for (const [path, fields] of places)
    for (const key of Object.keys(fields)) {
      const home = KEY_OF_SETTING[key.split('.')[0]]
      if (home) throw source.error([...path, key], `${key} stands under '${home}', not here`)
    }
}

/** Every name is a folder of its own: of environments, and of updates, trials and spaces. */
function refuseNamesakes(members: readonly MemberWithOrigin[], text: StudyText, source: Places): void {
  const environments = folderClash(text.environments.map(({ id }) => id))
  if (environments)
    throw source.error(['environments', environments.index], `${environments.problem}; list each once`)
  const spaces = Object.keys(text.search?.spaces ?? {}).map(
    (name): NameWithOrigin => [name, ['search', 'spaces', name]],
  )
  const places = [...members.map(({ member, origin }): NameWithOrigin => [member.name, origin]), ...spaces]
  const clash = folderClash(places.map(([name]) => name))
  if (clash)
    throw source.error(places[clash.index][1], `${clash.problem}; give each update a name of its own`)
}

type NameWithOrigin = readonly [name: string, origin: Path]

/** Puts the settings of a run together; what is wrong with them is shown in the layer that it comes from. */
function checkRun(
  environment: StudyEnvironment,
  index: number,
  { member, origin }: MemberWithOrigin,
  source: Places,
): void {
  try {
    configOf(environment, member, 0)
  } catch (error) {
    if (!(error instanceof SettingError)) throw error
    const layers = [
      [...origin, 'grid'],
      [...origin, 'space'],
      [...origin, 'settings'],
      ['environments', index, 'settings'],
      ['environments', index, 'budget'],
      ['settings'],
      ['budget'],
    ]
    const layer = layers.find((layer) => source.depth([...layer, ...error.path]) > layer.length)
    throw source.error(layer ? [...layer, ...error.path] : origin, error.message)
  }
}
