import { readdirSync, readFileSync, statSync } from 'node:fs'
import { expect, test } from 'vitest'
import { list, make, prepare } from '../envs/index.ts'
import { loadPolicy, readPolicy } from '../policies/index.ts'
import { zoo, zooEntries } from './index.ts'

/** Those which docs/zoo.md says that it lacks. */
const without = readFileSync('docs/zoo.md', 'utf8').match(/^None yet for (.*?)\.$/ms)?.[1] ?? ''
const policies = list().filter((env) => !without.match(/[\w/]+-v\d/g)?.includes(env))
const folder = new URL('./policies/', import.meta.url)

test('each built-in environment has a policy, and each policy an environment', () => {
  expect(Object.keys(zooEntries)).toEqual(policies)
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  )
  expect(files.map((file) => file.replace(/\.ts$/, '')).sort()).toEqual([...policies].sort())
})

test.each(policies)('%s: its policy fits it, and its entry tells of it', async (id) => {
  const { policy, env } = await readPolicy(new Uint8Array(await zoo(id).arrayBuffer()))
  expect(env).toBe(id)
  await prepare(id)
  const environment = make(id)
  const { observationSpace, actionSpace } = policy.spec
  expect({ observationSpace, actionSpace }).toEqual({
    observationSpace: environment.observationSpace,
    actionSpace: environment.actionSpace,
  })
  environment.close?.()
  const { command, seed, tried, steps, score, interval, bytes } = zooEntries[id]
  expect(command).toContain(`formscale train --env ${id} `)
  expect(command).toContain(`--seed ${seed} --deterministic`)
  expect(tried).toContain(seed)
  expect(seed).toBeGreaterThan(40_000)
  const [, given] = command.match(/--steps (\d+)/) ?? []
  if (given !== undefined) expect(steps).toBeGreaterThanOrEqual(Number(given))
  expect(score).toBeGreaterThanOrEqual(interval[0])
  expect(score).toBeLessThanOrEqual(interval[1])
  expect(bytes).toBeLessThanOrEqual(120_000)
  const size = statSync(new URL(`${id}.ts`, folder)).size
  expect(Math.abs(size - bytes)).toBeLessThan(200)
})

test('a policy plays as well as its entry says', async () => {
  const policy = await loadPolicy(zoo('CartPole-v1'))
  const environment = make('CartPole-v1')
  let observation = environment.reset(60)
  let steps = 0
  for (let over = false; !over; steps++) {
    const step = environment.step(policy.act(observation))
    observation = step.observation
    over = step.terminated || step.truncated
  }
  expect(zooEntries['CartPole-v1'].score).toBe(500)
  expect(steps).toBe(500)
})

test('the table tells what the manifest says', () => {
  const docs = readFileSync('docs/zoo.md', 'utf8')
  for (const [env, { steps, seed, bytes }] of Object.entries(zooEntries))
    expect(docs).toMatch(
      new RegExp(
        `^\\| ${env} \\| ${steps.toLocaleString('en')} \\| ${seed} of .* \\| ${Math.round(bytes / 1000)} \\|$`,
        'm',
      ),
    )
})

test('a policy that is not there is said', () => {
  expect(() => zoo('Tetris-v0')).toThrow('the zoo has no policy for Tetris-v0; it has them for Bandit-v0, ')
})
