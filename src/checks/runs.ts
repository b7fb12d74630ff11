/** Runs repeat bit by bit, also through a checkpoint. */

import { resolveConfig } from '../training/config.ts'
import { decodeCheckpoint, encodeCheckpoint, restoreSession, Session } from '../training/index.ts'
import type { Result } from '../training/metrics.ts'
import type { Check } from './check.ts'

/** Small, and on the kernels that round the same everywhere. */
const config = resolveConfig({
  env: 'CartPole-v1',
  update: 'ppo',
  totalSteps: 2048,
  rolloutSteps: 64,
  network: { hidden: [16] },
  normaliseObservations: true,
  seed: 1,
  deterministic: true,
})

const UPDATES = config.totalSteps / (config.numEnvs * config.rolloutSteps)

export const determinismCheck: Check = {
  name: 'determinism',
  about:
    'The same settings and seed give the same bits. The digest is of the trained weights; other engines may show another.',
  async run() {
    const [one, other] = [await digestAfter(await begun()), await digestAfter(await begun())]
    return { passed: one === other, detail: one === other ? `digest ${one}` : `digests ${one} and ${other}` }
  },
}

export const checkpointCheck: Check = {
  name: 'checkpoint and resume',
  about: 'A run taken up from a checkpoint ends in the same bits as one that never stopped.',
  async run() {
    const straight = await digestAfter(await begun())
    const stopped = await begun()
    for (let i = 0; i < UPDATES / 2; i++) stopped.update()
    const bytes = await encodeCheckpoint(stopped, resultOf(stopped))
    stopped.environments.close()
    const resumed = await Session.create(config, config.env)
    restoreSession(resumed, await decodeCheckpoint(bytes))
    const digest = await digestAfter(resumed)
    return {
      passed: digest === straight,
      detail: `${bytes.length.toLocaleString('en')} bytes; digest ${digest}${digest === straight ? '' : `, without a stop ${straight}`}`,
    }
  },
}

async function begun(): Promise<Session> {
  const session = await Session.create(config, config.env)
  session.begin()
  return session
}

/** Trains to the end; the first 12 hexadecimal digits of SHA-256 of the parameters. */
async function digestAfter(session: Session): Promise<string> {
  while (!session.finished) session.update()
  session.environments.close()
  const { data } = session.policy.network.parameters.values
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', data.slice()))
  return Array.from(hash.subarray(0, 6), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

const resultOf = (session: Session): Result => ({
  status: 'stopped',
  steps: session.steps,
  updates: session.updates,
  episodes: session.episodes.count,
  meanReturn: session.episodes.meanReturn(),
  seconds: session.seconds,
  stepsPerSecond: 0,
})
