import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { CartPole, type Environment, Pendulum, type Recording, record } from '../envs/index.ts'
import { lineOf, readTrajectories, Trajectories } from './index.ts'

const folder = mkdtempSync(join(tmpdir(), 'formscale-test-'))
afterAll(() => rmSync(folder, { recursive: true }))
const file = join(folder, 'episodes.jsonl')

function play(make: () => Environment, action: number | number[], episodes = 2): Recording[] {
  const recorded: Recording[] = []
  const env = record(make(), (one) => recorded.push(one))
  for (let i = 0; i < episodes; i++) {
    env.reset(i)
    for (let t = 0; t < 30 && recorded.length === i; t++) env.step(action)
  }
  env.reset()
  return recorded
}

test('what was recorded is read from its lines as it was', async () => {
  for (const episodes of [play(() => new CartPole(), 1), play(() => new Pendulum(), [0.5])]) {
    writeFileSync(file, `${episodes.map(lineOf).join('\n')}\n\n`)
    const read = await readTrajectories(file)
    const { name: _, ...kept } = read
    const { name: _name, ...given } = new Trajectories(episodes)
    expect(kept).toEqual(given)
    expect(read.name).toBe(file)
    const lengths = episodes.map(({ rewards }) => rewards.length)
    expect(Array.from(read.starts)).toEqual([0, lengths[0], lengths[0] + lengths[1]])
    const size = read.observationSize
    expect(read.observations.subarray(size, 2 * size)).toEqual(episodes[0].observations[1])
    expect(read.finalObservations.subarray(size)).toEqual(episodes[1].observations.at(-1))
    expect(read.rewards[lengths[0]]).toBe(Math.fround(episodes[1].rewards[0]))
    expect(Array.from(read.terminated)).toEqual(episodes.map(({ terminated }) => Number(terminated)))
  }
})

const sound = {
  observations: [[1], [2], [3]],
  actions: [0, 1],
  rewards: [1, 1],
  terminated: true,
  truncated: false,
}
test.each<[object, RegExp]>([
  [{ observations: [[1], [2]] }, /episode 2, observations: has 2 entries; 2 steps have 3$/],
  [{ observations: [[1], [2, 3], [4]] }, /episode 2, observations\[1\]: has 2 numbers; the first has 1$/],
  [
    { observations: [[1], [null], [4]] },
    /episode 2, observations\[1\]: has null; it must be finite numbers$/,
  ],
  [{ actions: [0] }, /episode 2, actions: has 1 entries, but rewards has 2$/],
  [{ actions: [0, null] }, /episode 2, actions\[1\]: has no numbers; the first has 1$/],
  [{ rewards: [1, 1e39] }, /episode 2, rewards\[1\]: has 1e\+39; it must be finite numbers$/],
  [{ rewards: [], actions: [], observations: [[1]] }, /episode 2, rewards: is empty/],
  [{ terminated: undefined }, /episode 2, terminated: is undefined; it must be true or false$/],
  [{ rewards: 3 }, /episode 2, rewards: is number; it must be a list$/],
])('%o is no episode', async (change, message) => {
  writeFileSync(file, [sound, { ...sound, ...change }].map((one) => JSON.stringify(one)).join('\n'))
  await expect(readTrajectories(file)).rejects.toThrow(message)
})

test.each([
  ['{"a"', /episode 1: is no JSON: .*; a line has one episode$/],
  ['[1]', /episode 1: is \[1\]; it must be an object/],
  ['', /has no episodes$/],
])('%s is no file of episodes', async (text, message) => {
  writeFileSync(file, text)
  await expect(readTrajectories(file)).rejects.toThrow(message)
  await expect(readTrajectories(join(folder, 'absent.jsonl'))).rejects.toThrow(
    /^there is no file .*absent.jsonl$/,
  )
})
