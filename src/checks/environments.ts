/** Snapshots of environments. */
import { type Environment, list, make, prepare, sample } from '../envs/index.ts'
import { Pcg64 } from '../random/index.ts'
import type { Check, Finding } from './check.ts'

const STEPS = 25

const isMujoco = (id: string) => MUJOCO.test(id)
const MUJOCO = /-v5$/

export const snapshotCheck: Check = {
  name: 'snapshot and restore',
  about: 'Every environment goes on from a snapshot exactly as it went on before.',
  run: () => snapshots(list().filter((id) => !isMujoco(id))),
}

export const mujocoCheck: Check = {
  name: 'MuJoCo',
  about: 'The physics engine loads, and its environments go on from a snapshot as they did before.',
  needs: '10 MB',
  async run() {
    const ids = list().filter(isMujoco)
    await prepare(ids[0])
    return snapshots(ids)
  },
}

function snapshots(ids: readonly string[]): Finding {
  const differing = ids.filter((id) => !goesOnAlike(make(id)))
  if (differing.length > 0) return { passed: false, detail: `went on differently: ${differing.join(', ')}` }
  return { passed: true, detail: `${ids.length} environments, ${STEPS} steps after the snapshot` }
}

function goesOnAlike(env: Environment): boolean {
  try {
    env.reset(1)
    play(env, Pcg64.fromSeed(1))
    const state = JSON.parse(JSON.stringify(env.getState?.()))
    const first = play(env, Pcg64.fromSeed(2))
    env.setState?.(state)
    return play(env, Pcg64.fromSeed(2)) === first
  } finally {
    env.close?.()
  }
}

/** Some steps with random actions, as text; ended episodes start anew. */
function play(env: Environment, random: Pcg64): string {
  const seen: unknown[] = []
  for (let i = 0; i < STEPS; i++) {
    const { observation, reward, terminated, truncated } = env.step(sample(env.actionSpace, random))
    seen.push(Array.from(observation), reward, terminated, truncated)
    if (terminated || truncated) seen.push(Array.from(env.reset()))
  }
  return JSON.stringify(seen)
}
