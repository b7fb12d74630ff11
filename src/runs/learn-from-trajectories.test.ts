import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { CartPole, type Recording, record } from '../envs/index.ts'
import { Pcg64 } from '../random/index.ts'
import { evaluate } from '../training/index.ts'
import { lineOf, readTrajectories, Trajectories } from '../trajectories/index.ts'
import { type Run, resume, train } from './index.ts'

const folder = mkdtempSync(join(tmpdir(), 'formscale-test-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Pushes towards where the pole falls; one step in `every` at random. */
function play(episodes: number, random: number, seed = 1): Recording[] {
  const recorded: Recording[] = []
  const env = record(new CartPole(), (one) => recorded.push(one))
  const generator = Pcg64.fromSeed(seed)
  for (let i = 0; i < episodes; i++) {
    let [, , angle, speed] = env.reset(seed * 1000 + i)
    for (let ended = false; !ended; ) {
      const expert = Number(angle + 0.3 * speed > 0)
      const step = env.step(generator.random() < random ? generator.integers(0, 2) : expert)
      ;[, , angle, speed] = step.observation
      ended = step.terminated || step.truncated
    }
  }
  return recorded
}

const meanReturn = (recorded: readonly Recording[]) =>
  recorded.reduce((sum, { rewards }) => sum + rewards.length, 0) / recorded.length
const weights = ({ policy }: Run) => Array.from(policy.network.parameters.values.data)

test('cloning a scripted expert reaches it, and goes on online from there', async () => {
  const expert = play(8, 0)
  expect(meanReturn(expert)).toBe(500)
  const file = join(folder, 'expert.jsonl')
  writeFileSync(file, expert.map(lineOf).join('\n'))
  const run = await train({
    ...{ env: 'CartPole-v1', data: file, preset: 'cloning', totalSteps: 60_000, evaluateEvery: 30_000 },
  })
  const cloned = await evaluate(run.policy, 'CartPole-v1', { deterministic: true, episodes: 20 })
  expect(cloned.meanReturn).toBeGreaterThan(480)
  expect(run.config).toMatchObject({ trajectories: file, cloningCoefficient: 1, data: 'fresh' })
  expect(run.result.meanReturn).toBe(500)

  const online = await train({
    from: run,
    trajectories: null,
    cloningCoefficient: 0,
    update: 'ppo',
    totalSteps: 2048,
  })
  expect(online.config).toMatchObject({ trajectories: null, update: { name: 'ppo' } })
  expect(online.result.episodes).toBeLessThan(60)
})

test('advantage-weighted regression ends above the mean of what it learnt from, and above cloning', async () => {
  const mixed = [...play(40, 0.9), ...play(10, 0.3, 2)]
  const data = new Trajectories(mixed)
  const settings = { env: 'CartPole-v1', data, totalSteps: 60_000, seed: 2 }
  const returns: number[] = []
  for (const preset of ['cloning', 'awr'] as const) {
    const { policy } = await train({ ...settings, preset })
    returns.push((await evaluate(policy, 'CartPole-v1', { episodes: 30 })).meanReturn)
  }
  expect(returns[1]).toBeGreaterThan(meanReturn(mixed))
  expect(returns[1]).toBeGreaterThan(returns[0])
})

test('a run is resumed to the same bits, by a file or by trajectories that are given again', async () => {
  const data = await readTrajectories(play(4, 0.5))
  const settings = {
    env: 'CartPole-v1',
    preset: 'awr',
    totalSteps: 10_240,
    checkpointEvery: 2,
    seed: 4,
  } as const
  const whole = await train({ ...settings, data })
  const out = join(folder, 'run')
  const half = await train({ ...settings, data, out, stopAt: 4000 })
  expect(half.result.status).toBe('stopped')
  await expect(resume(out)).rejects.toThrow(/learns from trajectories that were given: give them again/)
  expect(weights(await resume(out, { data }))).toEqual(weights(whole))
})

test.each([
  [{ behaviour: { kind: 'uniform' } }, /behaviour.kind is 'uniform', but the log has chosen already/],
  [{ replay: { rollouts: 2 } }, /replay.rollouts keeps what was collected/],
] as const)('%o has no meaning for recorded episodes', async (settings, message) => {
  const data = new Trajectories(play(1, 0))
  await expect(train({ env: 'CartPole-v1', data, ...settings })).rejects.toThrow(message)
})

test('trajectories without an environment, and those of another', async () => {
  const data = new Trajectories(play(1, 0))
  await expect(train({ data } as never)).rejects.toThrow(/^data is trajectories, .*: give env too$/)
  await expect(train({ env: 'Pendulum-v1', data })).rejects.toThrow(
    /^the trajectories: its observations have 4 numbers; those of the environment have 3$/,
  )
  await expect(train({ env: 'CartPole-v1', data: join(folder, 'none.jsonl') })).rejects.toThrow(
    /^there is no file/,
  )
})
