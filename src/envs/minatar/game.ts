import type { Pcg64 } from '../../random/index.ts'
import type { PhysicsReader } from './physics.ts'

// The six actions that all games share.
export const NOTHING = 0
export const LEFT = 1
export const UP = 2
export const RIGHT = 3
export const DOWN = 4
export const FIRE = 5

/** What a game draws from. */
export type Draws = Pick<Pcg64, 'integers'>

/** One episode of a game: its rules and its state, without what all games share (minatar.ts). */
export interface Game {
  /** Whether the episode has ended. The step that ends it is still carried out to its last phase. */
  over: boolean
  /** Draws what is random at the start of an episode. */
  start?(random: Draws): void
  /** Carries out one of the six actions, where one without a meaning is as good as nothing. Gives the reward. */
  step(action: number, random: Draws): number
  /** Marks what is on the board in an observation [10 × 10 × channels] of zeros. */
  draw(observation: Float32Array): void
  /** The whole state in whole numbers. */
  save(): number[]
  /** Takes over the state that `save` gave. */
  load(numbers: PhysicsReader): void
}

/** How a game is made, and what its ids and spaces come from. */
export interface GameEntry {
  name: string
  /** One line for people. */
  about: string
  /** C of an observation [10 × 10 × C]. */
  channels: number
  /** The actions that mean something in the game. */
  minimalActions: readonly number[]
  /** The game as an episode begins, before `start`; with `ramping` it gets harder as play goes on, if its rules know that. */
  create(ramping: boolean): Game
}
