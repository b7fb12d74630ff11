import type { RegistryEntry } from '../registry-entry.ts'
import { ant } from './ant.ts'
import { prepareMujoco } from './engine.ts'
import { halfCheetah } from './half-cheetah.ts'
import { hopper } from './hopper.ts'
import { humanoid } from './humanoid.ts'
import { invertedDoublePendulum } from './inverted-double-pendulum.ts'
import { invertedPendulum } from './inverted-pendulum.ts'
import { Mujoco } from './mujoco.ts'
import { reacher } from './reacher.ts'
import { swimmer } from './swimmer.ts'
import type { Task } from './task.ts'
import { walker2d } from './walker2d.ts'

export { Mujoco } from './mujoco.ts'
export type { GeomPose } from './simulation.ts'

export const tasks: readonly Task[] = [
  invertedPendulum,
  invertedDoublePendulum,
  reacher,
  swimmer,
  hopper,
  halfCheetah,
  walker2d,
  ant,
  humanoid,
]

/** Gymnasium's MuJoCo tasks, from easy to hard. */
export const mujoco: readonly RegistryEntry[] = tasks.map((task) => ({
  id: task.id,
  about: task.about,
  prepare: prepareMujoco,
  factory: (options) => new Mujoco(task, options),
}))
