import { hasOwnReturns, nameIn } from '../../envs/id.ts'

/** Returns to measure others by, in environments whose returns mean the same everywhere. */
export interface Reference {
  /** Mean undiscounted return of uniformly random actions over 300 episodes, by `node bench/random-scores.js`. */
  readonly random: number
  /** The reward threshold at which Gymnasium 1.4 calls the environment solved, where it registers one. */
  readonly solved?: number
}

const references: Readonly<Record<string, Reference>> = {
  'CartPole-v1': { random: 22.7, solved: 475 },
  'Acrobot-v1': { random: -499, solved: -100 },
  'MountainCar-v0': { random: -200, solved: -110 },
  'MountainCarContinuous-v0': { random: -33.4, solved: 90 },
  'Pendulum-v1': { random: -1215 },
  'MinAtar/Asterix-v0': { random: 0.53 },
  'MinAtar/Asterix-v1': { random: 0.52 },
  'MinAtar/Breakout-v0': { random: 0.53 },
  'MinAtar/Breakout-v1': { random: 0.43 },
  'MinAtar/Freeway-v0': { random: 0.14 },
  'MinAtar/Freeway-v1': { random: 0.36 },
  'MinAtar/Seaquest-v0': { random: 0.07 },
  'MinAtar/Seaquest-v1': { random: 0.07 },
  'MinAtar/SpaceInvaders-v0': { random: 2.9 },
  'MinAtar/SpaceInvaders-v1': { random: 4.0 },
  'InvertedPendulum-v5': { random: 5, solved: 950 },
  'InvertedDoublePendulum-v5': { random: 48, solved: 9100 },
  'Reacher-v5': { random: -43.4, solved: -3.75 },
  'Swimmer-v5': { random: 0.3, solved: 360 },
  'Hopper-v5': { random: 17, solved: 3800 },
  'HalfCheetah-v5': { random: -284, solved: 4800 },
  'Walker2d-v5': { random: 1 },
  'Ant-v5': { random: -63, solved: 6000 },
  'Humanoid-v5': { random: 115 },
}

/** What returns in an environment are measured by; nothing where wrappers in its id change them. */
export const referenceOf = (env: string): Reference | undefined =>
  hasOwnReturns(env) ? references[nameIn(env)] : undefined
