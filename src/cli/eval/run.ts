import type { PictureSize } from '../../envs/index.ts'
import { printable } from '../../printable.ts'
import type { LoadOptions } from '../../runs/index.ts'
import { present } from '../../settings/paths.ts'
import { duration, estimateLine, number, whole } from '../../studies/format.ts'
import { type Estimate, estimate, mean } from '../../studies/statistics/index.ts'
import { type Evaluation, evaluate } from '../../training/index.ts'
import { playedBy } from '../policy-source.ts'
import { LineThrottle } from '../progress/line-throttle.ts'
import { say } from '../say.ts'
import { textList } from '../table.ts'
import { EpisodeFile, type RecordFacts } from './episode-file.ts'
import type { Film, FilmFacts } from './gif/film.ts'
import { playInterruptibly } from './play.ts'

export interface EvalFlags {
  readonly env?: string
  readonly episodes?: number
  readonly seed: number
  readonly best?: true
  readonly checkpoint?: number
  readonly maxSteps?: number
  readonly deterministic?: true
  readonly json?: true
  readonly csv?: string
  readonly allowEnv?: readonly string[]
  readonly record?: string
  readonly gif?: string
  readonly gifSize?: PictureSize
  readonly gifFps?: number
  readonly gifSeconds?: number
}

/** The checkpoint that the policy is taken from. */
export const checkpointOption = ({ best, checkpoint }: EvalFlags): LoadOptions =>
  present({ best, checkpoint })

export async function evalRun(dir: string, flags: EvalFlags): Promise<void> {
  if (flags.csv !== undefined)
    throw new Error('--csv is for the runs of a study; --json tells of a single one')
  if (flags.record !== undefined && flags.gif !== undefined)
    throw new Error('--record and --gif each play episodes of their own: give one of the two')
  const { env, policy, update } = await playedBy(dir, flags, checkpointOption(flags))
  if (env === undefined)
    throw new Error(`${dir} does not say what it plays: name the environment, by --env ID`)
  const film = await openFilm(env, flags)
  const recorded = flags.record === undefined ? undefined : await EpisodeFile.open(flags.record, env)
  const { episodes = film ? 1 : 100, seed, deterministic = false, maxSteps } = flags
  const played = recorded?.environment ?? film?.environment
  const source = played ? () => played : env
  const throttle = new LineThrottle()
  const options = {
    episodes,
    seed,
    deterministic,
    ...(maxSteps !== undefined && { maxSteps }),
    onProgress: (played: number, steps: number) => {
      if (throttle.due(played / episodes))
        say(`${whole(played)} of ${whole(episodes)} episodes played, ${whole(steps)} steps`)
    },
  }
  try {
    const evaluation = await playInterruptibly(env, (stop) =>
      evaluate(policy, source, { ...options, ...stop }),
    )
    const overEpisodes = estimate(evaluation.returns, { resamples: 2000 })
    const results = { evaluation, overEpisodes, filmed: film?.save(), recorded: recorded?.save() }
    if (flags.json) printJson(dir, { env, update }, flags, results)
    else print(dir, { env, update }, flags, results)
  } finally {
    recorded?.close()
    film?.close()
  }
}

interface Titles {
  readonly env: string
  readonly update: string | undefined
}

interface Results {
  readonly evaluation: Evaluation
  readonly overEpisodes: Estimate
  readonly filmed: FilmFacts | undefined
  readonly recorded: RecordFacts | undefined
}

/** What films the episodes, if that was asked for; loaded only then. */
async function openFilm(
  env: string,
  { gif, gifSize, gifFps, gifSeconds }: EvalFlags,
): Promise<Film | undefined> {
  if (gif === undefined) {
    if (gifSize ?? gifFps ?? gifSeconds)
      throw new Error('--gif-size, --gif-fps and --gif-seconds need --gif FILE, the film')
    return undefined
  }
  const { Film } = await import('./gif/film.ts')
  const options = {
    size: gifSize ?? { width: 480, height: 320 },
    fps: gifFps ?? 30,
    maxSeconds: gifSeconds ?? 20,
  }
  return Film.open(gif, env, options)
}

function print(
  dir: string,
  { env, update }: Titles,
  { seed, deterministic }: EvalFlags,
  { evaluation, overEpisodes, filmed, recorded }: Results,
): void {
  const { returns, lengths, cut, standardDeviation, regret } = evaluation
  const entries: [string, string][] = [
    [
      'episodes',
      `${whole(returns.length)} (seed ${seed}, ${deterministic ? 'most likely' : 'sampled'} actions)`,
    ],
    ...(cut === 0
      ? []
      : [['cut', `${whole(cut)} episodes, which had not ended (--max-steps)`] as [string, string]]),
    ['mean return', estimateLine(overEpisodes)],
    ['deviation', number(standardDeviation)],
    ['lowest, highest', `${number(Math.min(...returns))}, ${number(Math.max(...returns))}`],
    ['mean length', `${number(mean(lengths))} steps`],
    ...(regret === undefined ? [] : [['exact regret', number(regret)] as [string, string]]),
    ...(filmed === undefined ? [] : [['film', filmText(filmed)] as [string, string]]),
    ...(recorded === undefined ? [] : [['recorded', recordText(recorded)] as [string, string]]),
  ]
  console.log(
    `${printable([env, update, dir].filter((text) => text !== undefined).join(', '))}\n${textList(entries)}`,
  )
}

/** `ant.gif, 480×320, the first 20.0 s of 51.0 s (--gif-seconds), every step, 1,560 kB`. */
function filmText({ file, width, height, seconds, secondsInAll, stride, bytes }: FilmFacts): string {
  const length =
    seconds < secondsInAll
      ? `the first ${duration(seconds)} of ${duration(secondsInAll)} (--gif-seconds)`
      : duration(seconds)
  const steps = stride === 1 ? 'every step' : `1 step in ${stride}`
  return `${file}, ${width}×${height}, ${length}, ${steps}, ${whole(bytes / 1000)} kB`
}

/** `expert.jsonl, 100 episodes of 50,000 steps, 4,400 kB` */
const recordText = ({ file, episodes, steps, bytes }: RecordFacts) =>
  `${file}, ${whole(episodes)} episodes of ${whole(steps)} steps, ${whole(bytes / 1000)} kB`

function printJson(
  dir: string,
  { env, update }: Titles,
  { seed, deterministic }: EvalFlags,
  { evaluation, overEpisodes, filmed, recorded }: Results,
): void {
  const facts = {
    run: dir,
    env,
    ...present({ update }),
    episodes: evaluation.returns.length,
    seed,
    deterministic: deterministic === true,
  }
  console.log(
    JSON.stringify(
      { ...facts, ...evaluation, interval95: overEpisodes.interval, ...present({ film: filmed, recorded }) },
      null,
      2,
    ),
  )
}
