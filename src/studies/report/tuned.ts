import { changeWords } from '../../updates/index.ts'
import { readSearchFile } from '../search/search-file.ts'
import { withSymbols } from './names.ts'

/** What the search of a study chose for each update, in words. */
export function tunedIn(dir: string): { tuned?: ReadonlyMap<string, string> } {
  const file = readSearchFile(dir)
  if (!file) return {}
  const entries = file.spaces.map(({ name, best, trials }): [string, string] => {
    const coordinates = Object.entries(trials.find((trial) => trial.name === best)?.coordinates ?? {})
    return [name, withSymbols(changeWords(coordinates).join(', '))]
  })
  return { tuned: new Map(entries) }
}
