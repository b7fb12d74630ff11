/** A file that the episodes of an evaluation are recorded in, to learn from later. */
import { appendFileSync, closeSync, existsSync, openSync, renameSync, rmSync, statSync } from 'node:fs'
import { type Environment, record } from '../../envs/index.ts'
import { GYMNASIUM } from '../../envs/registry.ts'
import { makerOf } from '../../rollouts/index.ts'
import { writing } from '../../runs/folder/index.ts'
import { lineOf } from '../../trajectories/index.ts'

/** What came out. */
export interface RecordFacts {
  readonly file: string
  readonly episodes: number
  readonly steps: number
  readonly bytes: number
}

export class EpisodeFile {
  /** The environment to be played, which records itself. */
  readonly environment: Environment
  readonly #file: string
  readonly #temporary: string
  #episodes = 0
  #steps = 0

  /**
   * @throws Error before anything is played: where the file can't be written, or the environment can't be recorded.
   */
  static async open(file: string, env: string): Promise<EpisodeFile> {
    if (existsSync(file))
      throw new Error(`${file} exists already; remove it, or give another name to --record`)
    if (env.startsWith(GYMNASIUM))
      throw new Error(`${env} runs in Python and can't be recorded: leave out --record`)
    return new EpisodeFile(file, await (await makerOf(env))())
  }

  private constructor(file: string, env: Environment) {
    this.#file = file
    this.#temporary = `${file}.tmp`
    writing(file, () => closeSync(openSync(this.#temporary, 'w')))
    this.environment = record(env, (episode) => {
      writing(file, () => appendFileSync(this.#temporary, `${lineOf(episode)}\n`))
      this.#episodes++
      this.#steps += episode.rewards.length
    })
  }

  /** Gives the file its name. */
  save(): RecordFacts {
    // An episode that was cut is handed over by the next reset.
    this.environment.reset()
    writing(this.#file, () => renameSync(this.#temporary, this.#file))
    const { size: bytes } = statSync(this.#file)
    return { file: this.#file, episodes: this.#episodes, steps: this.#steps, bytes }
  }

  close(): void {
    rmSync(this.#temporary, { force: true })
  }
}
