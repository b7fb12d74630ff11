/** What a study's folder says about itself: `study.yaml`, and `study.json` with the commands that made its runs, oldest first. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { jsonText } from '../../runs/files/index.ts'
import { plainFile, writeAtomically } from '../../runs/folder/index.ts'

export const STUDY_FILE = 'study.json'

/** The study file that a sweep was made from, as it was. */
export const STUDY_COPY = 'study.yaml'

/** How far a search has come; marks its folder. */
export const SEARCH_FILE = 'search.json'

/** The name of the study in a queue. */
export const QUEUE_FILE = 'queue.json'

/** Empty for a folder without the file, or with one that can't be read: the runs themselves say all that counts. */
export function studyCommands(dir: string): string[] {
  const file = join(dir, STUDY_FILE)
  if (!existsSync(file)) return []
  try {
    const { commands } = JSON.parse(String(plainFile(file))) as { commands: unknown }
    return Array.isArray(commands) ? commands.filter((command) => typeof command === 'string') : []
  } catch {
    return []
  }
}

/** Appends a command unless it is there already. */
export function recordCommand(dir: string, command: string): void {
  const commands = studyCommands(dir)
  if (commands.includes(command)) return
  writeAtomically(join(dir, STUDY_FILE), jsonText({ commands: [...commands, command] }))
}
