import type { Canvas, PictureSize } from '../drawing/canvas.ts'
import type { Action, Environment, EnvironmentState, Step } from '../environment.ts'
import { Episode } from '../episode.ts'
import { invalidAction, invalidState, shown } from '../invalid.ts'
import { rejectUnknownOptions, requireProbability } from '../options.ts'
import { Outcome } from '../outcome.ts'
import { type Box, box, type Discrete, discrete, sizeOf } from '../spaces.ts'
import { SIZE } from './board.ts'
import { FIRE, type Game, type GameEntry, NOTHING } from './game.ts'
import { BlankObservations } from './observations.ts'
import { PhysicsReader } from './physics.ts'
import { drawBoard } from './picture.ts'

/** What may be chosen about a MinAtar game. */
export interface MinAtarOptions {
  /** Probability, 0 … 1, that a step carries out the action of the step before it instead of the one given. */
  stickyActionProbability: number
  /** Whether Asterix, Seaquest and SpaceInvaders get harder as play goes on; Breakout and Freeway never do. */
  difficultyRamping: boolean
}

const DEFAULTS: MinAtarOptions = { stickyActionProbability: 0.1, difficultyRamping: true }

/**
 * One of the MinAtar games (Young & Tian, "MinAtar: An Atari-Inspired Testbed for Thorough and Reproducible Reinforcement Learning
 * Experiments", 2019), with the transition distribution of their version 1.0.15.
 *
 * Observation [10 × 10 × C]: row, column, channel; 1 where the cell has what the channel stands for, else 0. Actions: in the v0 ids
 * 0 nothing, 1 left, 2 up, 3 right, 4 down, 5 fire; in the v1 ids those of them that mean something in the game, in that order.
 * Rewards are whole numbers ≥ 0. Nothing is truncated: Freeway's time limit terminates.
 *
 * The last action, which a sticky step repeats, is kept over a `reset()`, as in the original. A `reset(seed)` clears it, unlike
 * there, so that seed and actions decide everything.
 */
export class MinAtar implements Environment {
  readonly id: string
  readonly observationSpace: Box
  readonly actionSpace: Discrete
  readonly frameRate = 12
  readonly #entry: GameEntry
  readonly #actions: readonly number[]
  readonly #options: MinAtarOptions
  readonly #observations: BlankObservations
  readonly #episode: Episode
  #game: Game
  #lastAction = NOTHING

  /** @param actions what each action of the action space is among the six */
  constructor(
    id: string,
    entry: GameEntry,
    actions: readonly number[],
    options: Partial<MinAtarOptions> = {},
  ) {
    rejectUnknownOptions(id, options, Object.keys(DEFAULTS))
    this.id = id
    this.#entry = entry
    this.#actions = actions
    this.#options = checkedOptions(id, options)
    this.observationSpace = box(0, 1, [SIZE, SIZE, entry.channels])
    this.actionSpace = discrete(actions.length)
    this.#observations = new BlankObservations(sizeOf(this.observationSpace))
    this.#episode = new Episode(id)
    this.#game = entry.create(this.#options.difficultyRamping)
  }

  reset(seed?: number): Float32Array {
    this.#episode.start(seed)
    if (seed !== undefined) this.#lastAction = NOTHING
    this.#game = this.#entry.create(this.#options.difficultyRamping)
    this.#game.start?.(this.#episode.random)
    return this.#observe()
  }

  step(action: Action): Step {
    this.#episode.requireRunning()
    const chosen = typeof action === 'number' ? this.#actions[action] : undefined
    if (chosen === undefined) {
      throw invalidAction(this.id, action, `an integer from 0 to ${this.#actions.length - 1}`)
    }
    const { random } = this.#episode
    if (random.random() >= this.#options.stickyActionProbability) this.#lastAction = chosen
    const reward = this.#game.step(this.#lastAction, random)
    const truncated = this.#episode.advance(this.#game.over)
    return new Outcome(this.#observe(), reward, this.#game.over, truncated)
  }

  /** `physics` is the state of the game alone; `lastAction` is one of the six. */
  getState(): EnvironmentState {
    return { physics: this.#game.save(), lastAction: this.#lastAction, ...this.#episode.getState() }
  }

  setState(state: { physics: number[] } & Record<string, unknown>): void {
    this.#episode.requireOwn(state)
    const game = this.#entry.create(this.#options.difficultyRamping)
    const numbers = new PhysicsReader(this.id, state.physics)
    game.load(numbers)
    numbers.finish()
    const { lastAction = this.#lastAction } = state
    if (!Number.isInteger(lastAction) || (lastAction as number) < NOTHING || (lastAction as number) > FIRE) {
      throw invalidState(this.id, 'lastAction', `an integer from ${NOTHING} to ${FIRE}`, shown(lastAction))
    }
    this.#episode.setState(state)
    this.#lastAction = lastAction as number
    this.#game = game
  }

  draw(canvas: Canvas, size: PictureSize): void {
    const { name, channels } = this.#entry
    const observation = new Float32Array(SIZE * SIZE * channels)
    this.#game.draw(observation)
    drawBoard(canvas, size, name, observation, channels)
  }

  #observe(): Float32Array {
    const observation = this.#observations.next()
    this.#game.draw(observation)
    return observation
  }
}

function checkedOptions(id: string, given: Partial<MinAtarOptions>): MinAtarOptions {
  const options = { ...DEFAULTS, ...given }
  const { stickyActionProbability, difficultyRamping } = options
  requireProbability(id, 'stickyActionProbability', stickyActionProbability)
  if (typeof difficultyRamping !== 'boolean')
    throw new Error(`${id}: option difficultyRamping must be true or false, got ${shown(difficultyRamping)}`)
  return options
}
