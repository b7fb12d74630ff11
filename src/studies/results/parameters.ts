/** The settings in which the updates of a study differ: the axes of its heat maps. */
import { flatten } from '../../settings/paths.ts'
import { align } from './align.ts'
import { type Group, groupSettings, shortSetting } from './groups.ts'

export interface Parameter {
  /** Dotted path, such as `update.scale.alphaR`. */
  readonly path: string
  /** What to call it: the last word of the path where that is enough. */
  readonly label: string
  /** Distinct values as text, numbers in ascending order and before words. */
  readonly values: readonly string[]
  /** Whether all values are finite numbers. */
  readonly numeric: boolean
}

export interface ParameterSpace {
  /** Those settings that take two or more values over the groups, the most varied first. */
  readonly parameters: readonly Parameter[]
  /** Where a group lies, as one of the parameter's values. */
  valueIn(group: Group, parameter: Parameter): string
}

/** Names, and what follows from other settings. */
const NO_PARAMETERS = ['env', 'update.name']

/** What stands for a setting that a run doesn't have, or for no bound. */
export const NO_VALUE = 'none'

export function parameterSpace(groups: readonly Group[]): ParameterSpace {
  const all = align(groups.map((group) => flatten(groupSettings(group.config))))
  const settings = new Map(groups.map((group, i) => [group, all[i]]))
  const paths = [...new Set(all.flatMap((flat) => [...flat.keys()]))].filter(
    (path) => !NO_PARAMETERS.includes(path),
  )
  const values = new Map(paths.map((path) => [path, distinct(all.map((flat) => text(flat.get(path))))]))
  const varying = paths.filter((path) => values.get(path)!.length > 1)
  const parameters = varying
    .map((path) => ({
      path,
      label: shortSetting(path, varying),
      values: values.get(path)!,
      numeric: values.get(path)!.every(isNumber),
    }))
    .sort((a, b) => b.values.length - a.values.length)
  return { parameters, valueIn: (group, { path }) => text(settings.get(group)!.get(path)) }
}

/** JSON has null for no value and for Infinity, which both mean that there is no bound. */
const text = (value: string | undefined) => (value === undefined || value === 'null' ? NO_VALUE : value)

const isNumber = (value: string) => value.trim() !== '' && Number.isFinite(Number(value))

function distinct(values: readonly string[]): string[] {
  const order = (a: string, b: string) =>
    isNumber(a) && isNumber(b) ? Number(a) - Number(b) : Number(isNumber(b)) - Number(isNumber(a))
  return [...new Set(values)].sort(order)
}
