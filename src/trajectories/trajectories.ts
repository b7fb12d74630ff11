import type { Recording } from '../envs/index.ts'
import { faultIn } from './fault.ts'

/** Recorded episodes to learn from, one after the other in flat arrays. */
export class Trajectories {
  /** What errors call them: the file, or `the trajectories`. */
  readonly name: string
  /** Steps of all episodes. */
  readonly steps: number
  /** Numbers of an observation. */
  readonly observationSize: number
  /** Numbers of an action. */
  readonly actionSize: number
  /** [steps × size], before each step. */
  readonly observations: Float32Array
  /** [episodes × size], after the last step of each. */
  readonly finalObservations: Float32Array
  /** [steps × size], as they were taken. */
  readonly actions: Float32Array
  /** [steps], raw. */
  readonly rewards: Float32Array
  /** The first step of each episode, and at last the number of steps. */
  readonly starts: Int32Array
  /** Of each episode: 1 where the task came to an end, and not the recording alone. */
  readonly terminated: Uint8Array

  /** @throws Error of one line that names the episode, from 1, and what in it is none. */
  constructor(episodes: readonly Recording[], name = 'the trajectories') {
    if (episodes.length === 0) throw new Error(`${name} has no episodes`)
    const [first] = episodes
    this.name = name
    this.observationSize = first.observations?.[0]?.length ?? 0
    this.actionSize = sizeOfAction(first.actions?.[0])
    for (const [i, episode] of episodes.entries()) requireEpisode(name, i + 1, episode, this)
    this.starts = Int32Array.from([0, ...episodes.map(({ rewards }) => rewards.length)])
    for (let i = 1; i < this.starts.length; i++) this.starts[i] += this.starts[i - 1]
    this.steps = this.starts[episodes.length]
    this.observations = new Float32Array(this.steps * this.observationSize)
    this.finalObservations = new Float32Array(episodes.length * this.observationSize)
    this.actions = new Float32Array(this.steps * this.actionSize)
    this.rewards = new Float32Array(this.steps)
    this.terminated = Uint8Array.from(episodes, ({ terminated }) => Number(terminated))
    for (const [i, episode] of episodes.entries()) this.#take(i, episode)
  }

  #take(index: number, { observations, actions, rewards }: Recording): void {
    const size = this.observationSize
    for (const [t, reward] of rewards.entries()) {
      const step = this.starts[index] + t
      this.observations.set(observations[t], step * size)
      this.actions.set(numbersOf(actions[t]), step * this.actionSize)
      this.rewards[step] = reward
    }
    this.finalObservations.set(observations[rewards.length], index * size)
  }
}

type Sizes = Pick<Trajectories, 'observationSize' | 'actionSize'>

const numbersOf = (action: Recording['actions'][number]): ArrayLike<number> =>
  typeof action === 'number' ? [action] : action

const sizeOfAction = (action: Recording['actions'][number] | undefined): number =>
  action === undefined ? 0 : numbersOf(action).length

/** @throws Error for an episode that isn't T steps, at least one, with T + 1 observations around them, all finite. */
function requireEpisode(name: string, index: number, episode: Recording, sizes: Sizes): void {
  const { observations, actions, rewards } = episode
  const fault = (field: string, text: string) => faultIn(name, index, field, text)
  for (const field of ['observations', 'actions', 'rewards'] as const)
    if (!Array.isArray(episode[field])) throw fault(field, `is ${typeof episode[field]}; it must be a list`)
  for (const field of ['terminated', 'truncated'] as const)
    if (typeof episode[field] !== 'boolean')
      throw fault(field, `is ${String(episode[field])}; it must be true or false`)
  const steps = rewards.length
  if (steps === 0) throw fault('rewards', 'is empty; an episode has one step at least')
  if (actions.length !== steps)
    throw fault('actions', `has ${actions.length} entries, but rewards has ${steps}`)
  if (observations.length !== steps + 1)
    throw fault('observations', `has ${observations.length} entries; ${steps} steps have ${steps + 1}`)
  const require = (field: string, t: number, numbers: ArrayLike<number> | undefined, size: number) => {
    if (numbers?.length !== size)
      throw fault(`${field}[${t}]`, `has ${numbers?.length ?? 'no'} numbers; the first has ${size}`)
    for (let i = 0; i < size; i++)
      if (typeof numbers[i] !== 'number' || !Number.isFinite(Math.fround(numbers[i])))
        throw fault(`${field}[${t}]`, `has ${numbers[i]}; it must be finite numbers`)
  }
  for (const [t, observation] of observations.entries())
    require('observations', t, observation, sizes.observationSize)
  for (const [t, action] of actions.entries())
    require('actions', t, action === null ? undefined : numbersOf(action), sizes.actionSize)
  for (const [t, reward] of rewards.entries()) require('rewards', t, [reward], 1)
}
