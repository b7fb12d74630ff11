/** What a search has found so far, as a table for the terminal. */
import { NONE, number } from '../studies/format.ts'
import type { SearchFile } from '../studies/search/search-file.ts'
import { valueText } from '../updates/index.ts'
import { textTable } from './table.ts'

type Space = SearchFile['spaces'][number]

export function searchText({ metric, spaces }: SearchFile): string {
  const table = textTable<Space>(
    [
      { title: 'space', cell: ({ name }) => name },
      { title: 'trials', align: 'right', cell: ({ trials }) => String(trials.length) },
      { title: 'best', cell: ({ best }) => best ?? NONE },
      { title: metric, align: 'right', cell: bestValue },
      { title: 'point', cell: bestPoint },
    ],
    spaces,
  )
  return `search\n${table}`
}

const bestTrial = ({ best, trials }: Space) => trials.find(({ name }) => name === best)

const bestValue = (space: Space) =>
  bestTrial(space)
    ?.values.at(-1)
    ?.map((value) => (value === null ? NONE : number(value)))
    .join(', ') ?? NONE

const bestPoint = (space: Space) =>
  Object.entries(bestTrial(space)?.coordinates ?? {})
    .map(([path, value]) => `${path}=${valueText(value)}`)
    .join(', ')
