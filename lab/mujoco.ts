import { haveMujocoFrom } from '../src/envs/mujoco/engine.ts'

/** Lets this worker fetch MuJoCo, 10 MB, when it is first needed. */
export function offerMujoco(): void {
  haveMujocoFrom(async () => (await import('@mujoco/mujoco')).default)
}
