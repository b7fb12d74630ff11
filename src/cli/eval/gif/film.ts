/** A film of a policy at play, as an animated GIF. */
import { closeSync, existsSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Environment, PictureSize } from '../../../envs/index.ts'
import { GYMNASIUM } from '../../../envs/registry.ts'
import { makerOf } from '../../../rollouts/index.ts'
import { writing } from '../../../runs/folder/index.ts'
import { FilmProgress } from '../../progress/film-progress.ts'
import { Animation } from './animation.ts'
import { Filmed } from './filmed.ts'
import { createRaster, type Raster } from './raster.ts'

/** Steps a second of an environment that doesn't say. */
const FRAME_RATE = 30
/** Seconds for which the end of an episode stays. */
const HOLD_SECONDS = 1

export interface FilmOptions {
  readonly size: PictureSize
  /** Most pictures a second. */
  readonly fps: number
  /** Where the film ends if the episodes don't end before. */
  readonly maxSeconds: number
}

/** What came out. */
export interface FilmFacts {
  readonly file: string
  readonly width: number
  readonly height: number
  readonly pictures: number
  /** Steps from one picture to the next. */
  readonly stride: number
  readonly seconds: number
  /** What it would have taken to show everything. */
  readonly secondsInAll: number
  readonly bytes: number
}

export class Film {
  readonly #file: string
  readonly #options: FilmOptions
  readonly #raster: Raster
  readonly #animation: Animation
  readonly #progress: FilmProgress
  readonly #env: Environment
  readonly #frameRate: number
  readonly #stride: number
  /** Seconds: where the present episode begins. */
  #begin = 0
  /** Seconds: where what has been shown ends. */
  #end = 0
  #secondsInAll = 0

  /** @throws Error before anything is played: where the file can't be written, or the environment can't be drawn. */
  static async open(file: string, env: string, options: FilmOptions): Promise<Film> {
    requireNewFile(file)
    const environment = await drawable(env)
    return new Film(file, environment, await createRaster(options.size), options)
  }

  private constructor(file: string, env: Environment, raster: Raster, options: FilmOptions) {
    this.#file = file
    this.#options = options
    this.#raster = raster
    this.#animation = new Animation(options.size)
    this.#progress = new FilmProgress(file, options.maxSeconds)
    this.#frameRate = env.frameRate ?? FRAME_RATE
    this.#stride = Math.ceil(this.#frameRate / options.fps)
    this.#env = new Filmed(env, (inner, elapsed, last) => this.#see(inner, elapsed, last))
  }

  /** The environment to be played, which films itself. */
  get environment(): Environment {
    return this.#env
  }

  /** Writes the file. */
  save(): FilmFacts {
    this.#progress.end()
    const bytes = this.#animation.finish(this.#end)
    writeFileSync(this.#file, bytes, { flag: 'wx' })
    return {
      file: this.#file,
      ...this.#options.size,
      pictures: this.#animation.pictures,
      stride: this.#stride,
      seconds: this.#end,
      secondsInAll: this.#secondsInAll,
      bytes: bytes.length,
    }
  }

  close(): void {
    this.#progress.end()
    this.#raster.close()
  }

  #see(env: Environment, elapsed: number, last: boolean): void {
    const at = this.#begin + elapsed / this.#frameRate
    const { maxSeconds, size } = this.#options
    if (at < maxSeconds && (last || elapsed % this.#stride === 0)) {
      draw(env, this.#raster, size)
      this.#animation.add(this.#raster.pixels(), at)
      this.#end = at + (last ? HOLD_SECONDS : this.#stride / this.#frameRate)
      this.#progress.update(this.#end)
    }
    if (last) this.#begin = this.#secondsInAll = at + HOLD_SECONDS
  }
}

function draw(env: Environment, { canvas }: Raster, size: PictureSize): void {
  try {
    env.draw!(canvas, size)
  } catch (error) {
    throw new Error(`draw() threw: ${error instanceof Error ? error.message : error}`, { cause: error })
  }
}

function requireNewFile(file: string): void {
  if (!file.endsWith('.gif')) throw new Error(`--gif is '${file}'; its name must end in .gif`)
  if (!existsSync(dirname(file)))
    throw new Error(`--gif is '${file}', but there is no folder ${dirname(file)}`)
  if (existsSync(file)) throw new Error(`${file} exists already; remove it, or give another name to --gif`)
  writing(file, () => closeSync(openSync(file, 'wx')))
  rmSync(file)
}

async function drawable(id: string): Promise<Environment> {
  if (id.startsWith(GYMNASIUM)) throw new Error(`${id} runs in Python and can't be drawn: leave out --gif`)
  const env = (await makerOf(id))()
  if (!env.draw)
    throw new Error(`${id} has no draw(): give it one, as docs/environments.md says, or leave out --gif`)
  const { frameRate = FRAME_RATE } = env
  if (!(frameRate > 0 && frameRate < Infinity))
    throw new Error(`${id}: frameRate is ${frameRate}; it must be a number > 0, steps a second`)
  return env
}
