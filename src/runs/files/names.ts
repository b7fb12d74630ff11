/** The files of a run, by their names in its folder, with slashes. */

/** Settings and versions: all that repeating the run needs. */
export const CONFIG_FILE = 'config.json'
/** A row an update. */
export const METRICS_FILE = 'metrics.jsonl'
/** A row for each setting that was changed on the way, if any was. */
export const CHANGES_FILE = 'changes.jsonl'
const CHECKPOINT_FOLDER = 'checkpoint'
/** Everything that going on needs. */
export const CHECKPOINT_FILE = `${CHECKPOINT_FOLDER}/checkpoint.safetensors`
/** The checkpoint of the best evaluation while training, if there were any. */
export const BEST_FILE = `${CHECKPOINT_FOLDER}/best.safetensors`
/** A checkpoint that was kept when the next was written, by its step. */
export const keptFile = (step: number) => `${CHECKPOINT_FOLDER}/step-${step}.safetensors`
/** How the run went, once it has ended. */
export const RESULT_FILE = 'result.json'
/** Why it broke off. */
export const FAILURE_FILE = 'failure.json'

/** Says which process writes a folder of runs, while it does. */
export const LOCK_FILE = 'in-use.json'

const MARKS: readonly string[] = [CONFIG_FILE, METRICS_FILE, CHECKPOINT_FOLDER, RESULT_FILE]

/** Whether a folder with these entries is a run's. */
export const isRunFolder = (entries: readonly string[]) => entries.some((entry) => MARKS.includes(entry))

const BEGINNINGS: readonly string[] = [
  CONFIG_FILE,
  FAILURE_FILE,
  METRICS_FILE,
  CHANGES_FILE,
  CHECKPOINT_FOLDER,
  LOCK_FILE,
]

/** Whether a run that was killed before its first checkpoint may have left such an entry. */
export const isLeftover = (entry: string) =>
  BEGINNINGS.includes(entry.replace(/\.tmp$/, '')) || entry.startsWith('events.out.tfevents.')
