import { Bandit } from './bandits/bandit.ts'
import { Bandit2D } from './bandits/bandit2d.ts'
import { Acrobot } from './classic/acrobot.ts'
import { CartPole } from './classic/cartpole.ts'
import { MountainCar } from './classic/mountain-car.ts'
import { MountainCarContinuous } from './classic/mountain-car-continuous.ts'
import { Pendulum } from './classic/pendulum.ts'
import type { Environment } from './environment.ts'
import { minatar } from './minatar/index.ts'
import { mujoco } from './mujoco/index.ts'
import { rejectUnknownOptions } from './options.ts'
import type { EnvironmentFactory, RegistryEntry } from './registry-entry.ts'
import { Chain } from './tabular/chain.ts'
import { CliffWalk } from './tabular/cliff-walk.ts'
import { FourRooms } from './tabular/four-rooms.ts'
import { Garnet } from './tabular/garnet.ts'

/** The environments that come with the library, in the order in which they are listed. */
export const builtins: readonly RegistryEntry[] = [
  {
    id: 'Bandit-v0',
    about: 'Bandit of a few arms, one action an episode, with exact regret; options: arms, means, noise.',
    factory: (options) => new Bandit(options),
  },
  {
    id: 'Bandit2D-v0',
    about:
      'Contextual bandit on a square with smooth rewards and exact regret; options: actions, noise, features.',
    factory: (options) => new Bandit2D(options),
  },
  {
    id: 'CartPole-v1',
    about: 'Keep a pole upright on a cart by pushing left or right; at most 500 steps, a reward of 1 each.',
    factory: withoutOptions('CartPole-v1', () => new CartPole()),
  },
  {
    id: 'Acrobot-v1',
    about: 'Swing up two links by a motor between them; at most 500 steps, a reward of −1 each.',
    factory: withoutOptions('Acrobot-v1', () => new Acrobot()),
  },
  {
    id: 'MountainCar-v0',
    about: 'Rock a weak car out of a valley by three actions; at most 200 steps, a reward of −1 each.',
    factory: withoutOptions('MountainCar-v0', () => new MountainCar()),
  },
  {
    id: 'MountainCarContinuous-v0',
    about: 'Rock a weak car out of a valley by a force that costs; at most 999 steps, 100 at the goal.',
    factory: withoutOptions('MountainCarContinuous-v0', () => new MountainCarContinuous()),
  },
  {
    id: 'Pendulum-v1',
    about: 'Swing up a rod by a weak torque and hold it; 200 steps, rewards from −16.3 to 0.',
    factory: withoutOptions('Pendulum-v1', () => new Pendulum()),
  },
  {
    id: 'Chain-v0',
    about: 'Tabular: a small reward at once, or a large one at the end of a chain; options: states, slip.',
    factory: (options) => new Chain(options),
  },
  {
    id: 'CliffWalk-v0',
    about: 'Tabular: from corner to corner along a cliff; −1 a step, −100 for a fall.',
    factory: (options) => new CliffWalk(options),
  },
  {
    id: 'FourRooms-v0',
    about: 'Tabular: through four rooms to a corner with moves that slip, a reward of 1 there; option: slip.',
    factory: (options) => new FourRooms(options),
  },
  {
    id: 'Garnet-v0',
    about:
      'Tabular: a random MDP without structure; options: states, actions, branching, noise, mdpSeed (which one).',
    factory: (options) => new Garnet(options),
  },
  ...minatar,
  ...mujoco,
]

function withoutOptions(id: string, create: () => Environment): EnvironmentFactory {
  return (options) => {
    rejectUnknownOptions(id, options, [])
    return create()
  }
}
