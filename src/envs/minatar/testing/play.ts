import { make } from '../../index.ts'
import type { Game } from '../game.ts'
import { PhysicsReader } from '../physics.ts'

/** What came of some actions. */
interface Played {
  /** Of each step. */
  rewards: number[]
  /** Whether the last step ended the episode. */
  terminated: boolean
  /** The last observation. */
  observation: Float32Array
}

/**
 * Carries out actions, of the six, in an environment that begins with the state of `game`, without sticky actions and by default
 * with ramping. `game` then has the state that they led to.
 */
export function play(name: string, game: Game, actions: readonly number[], difficultyRamping = true): Played {
  const env = make(`MinAtar/${name}-v0`, { stickyActionProbability: 0, difficultyRamping })
  env.reset(1)
  env.setState!({ physics: game.save() })
  const steps = actions.map((action) => env.step(action))
  const numbers = new PhysicsReader(env.id, env.getState!().physics)
  game.load(numbers)
  numbers.finish()
  const { terminated, observation } = steps.at(-1)!
  return { rewards: steps.map(({ reward }) => reward), terminated, observation }
}

/** The cells of an observation that a channel marks, as [row, column]. */
export function marked(observation: Float32Array, channel: number): [number, number][] {
  const channels = observation.length / 100
  return Array.from({ length: 100 }, (_, cell) => cell)
    .filter((cell) => observation[cell * channels + channel] === 1)
    .map((cell) => [Math.floor(cell / 10), cell % 10])
}

/** The action that many times. */
export function times(count: number, action: number): number[] {
  return new Array<number>(count).fill(action)
}
