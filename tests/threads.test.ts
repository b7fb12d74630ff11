/** Threads run built files, so these tests are of dist/. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterEach, describe, expect, onTestFinished, test } from 'vitest'
import { sizeOf } from '../src/envs/index.ts'
import { Pcg64 } from '../src/random/index.ts'
import { needsPython, python, usePython } from '../src/rollouts/gymnasium/testing/python.ts'
import type { VectorEnvironment } from '../src/rollouts/index.ts'

const dist = (file: string) => import(new URL(`../dist/${file}`, import.meta.url).href)
const { make, register, train }: typeof import('../src/index.ts') = await dist('index.js')
const { createEnvironments }: typeof import('../src/rollouts/index.ts') = await dist('rollouts/index.js')

usePython()

let opened: VectorEnvironment[] = []
afterEach(() => {
  for (const environments of opened) environments.close()
  opened = []
})

async function create(id: string, numEnvs: number, threads: number): Promise<VectorEnvironment> {
  const environments: VectorEnvironment = await createEnvironments(id, numEnvs, threads)
  opened.push(environments)
  return environments
}

/** All that can be seen, as new arrays. */
const shown = ({
  observations,
  rewards,
  terminated,
  truncated,
  finalObservations,
  masks,
  finalMasks,
}: VectorEnvironment) =>
  structuredClone({
    observations: Float32Array.from(observations),
    rewards: Float64Array.from(rewards),
    terminated: Uint8Array.from(terminated),
    truncated: Uint8Array.from(truncated),
    finalObservations: Float32Array.from(finalObservations),
    masks: masks && Uint8Array.from(masks),
    finalMasks: finalMasks && Uint8Array.from(finalMasks),
  })

/** What random actions lead to. */
function play(environments: VectorEnvironment, steps: number, seed = 1): unknown[] {
  const random = Pcg64.fromSeed(seed)
  const { actionSpace, numEnvs } = environments
  const draw = () =>
    actionSpace.kind === 'discrete' ? random.integers(0, actionSpace.n) : random.uniform(-1, 1)
  return Array.from({ length: steps }, () => {
    environments.step(Float32Array.from({ length: numEnvs * sizeOf(actionSpace) }, draw))
    return shown(environments)
  })
}

const seeds = [3, 1, 4, 1, 5]

/** A file's environment that does a deed after 20 steps in a thread that isn't the first. */
const bad = (deed: string, making = '') => `
  import { isMainThread } from 'node:worker_threads'
  let steps = 0
  export default class {
    observationSpace = { kind: 'box', shape: [1], low: [0], high: [1] }
    actionSpace = { kind: 'discrete', n: 2 }
    constructor() { if (!isMainThread) { ${making} } }
    reset = () => new Float32Array(1)
    step() {
      if (steps++ > 20 && !isMainThread) this.deed()
      return { observation: new Float32Array(1), reward: 0, terminated: true, truncated: false }
    }
    deed() { ${deed} }
  }`

describe.each(['CartPole-v1', 'Pendulum-v1', 'Garnet-v0', 'HalfCheetah-v5'])('%s', (id) => {
  test.each([2, 3, 9])('in %i threads gives the bits of one', async (threads) => {
    const [one, many] = [await create(id, 5, 1), await create(id, 5, threads)]
    for (const environments of [one, many]) environments.reset(seeds)
    expect(shown(many)).toEqual(shown(one))
    expect(play(many, 250)).toEqual(play(one, 250))
    expect(many.getState()).toEqual(one.getState())
  })

  test('goes on from a snapshot in any number of threads', async () => {
    const environments = await create(id, 5, 2)
    environments.reset(seeds)
    play(environments, 30)
    const state = JSON.parse(JSON.stringify(environments.getState()))
    const future = play(environments, 60, 2)
    for (const threads of [1, 3]) {
      const restored = await create(id, 5, threads)
      expect(restored.setState(state, seeds)).toEqual([])
      expect(play(restored, 60, 2).map(withoutFinals)).toEqual(future.map(withoutFinals))
    }
  })
})

/** Final observations are stale until an episode ends. */
const withoutFinals = (step: unknown) => ({ ...(step as object), finalObservations: undefined })

test('a run with threads has the weights of one without, and the regret', async () => {
  const settings = { env: 'Bandit2D-v0', totalSteps: 2_000, numEnvs: 6, rolloutSteps: 16 }
  const runs = [await train(settings), await train({ ...settings, envThreads: 4 })]
  const [one, many] = runs.map(({ policy }) => Array.from(policy.network.parameters.values.data))
  expect(many).toEqual(one)
  expect(runs[1].result.regret).toBe(runs[0].result.regret)
})

test.skipIf(!python)(`each thread may have a Python of its own (${needsPython})`, async () => {
  const id = 'gymnasium:formscale_testing:Endings-v0'
  const [one, many] = [await create(id, 3, 1), await create(id, 3, 2)]
  for (const environments of [one, many]) environments.reset([1, 2, 3])
  expect(play(many, 20)).toEqual(play(one, 20))
  expect(many.masks).toBeDefined()
  expect(many.setState(many.getState(), [1, 2, 3])).toEqual([0, 1, 2])
})

test('masks of first observations, from an environment that gives them', async () => {
  const file = fileOf(`
    export default class {
      observationSpace = { kind: 'box', shape: [1], low: [0], high: [9] }
      actionSpace = { kind: 'discrete', n: 3 }
      reset(seed = this.seed + 1) {
        this.seed = seed
        return Float32Array.of(seed)
      }
      actionMask = () => Uint8Array.of(1, this.seed % 2, this.seed % 3 && 1)
      step() {
        return { observation: Float32Array.of(this.seed), reward: 0, terminated: true, truncated: false }
      }
    }`)
  const [one, many] = [await create(file, 5, 1), await create(file, 5, 3)]
  for (const environments of [one, many]) environments.reset(seeds)
  expect(many.masks).toEqual(Uint8Array.of(1, 1, 0, 1, 1, 1, 1, 0, 1, 1, 1, 1, 1, 1, 1))
  expect(shown(many)).toEqual(shown(one))
  expect(play(many, 20)).toEqual(play(one, 20))
})

/** A file of its own for an environment, gone after the test. */
function fileOf(program: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'formscale-threads-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  writeFileSync(join(folder, 'env.mjs'), program)
  return join(folder, 'env.mjs')
}

describe('what goes wrong', () => {
  test.each([0, 4])('a step of environment %i', async (e) => {
    const environments = await create('CartPole-v1', 5, 3)
    environments.reset(seeds)
    const actions = new Float32Array(5)
    actions[e] = 7
    expect(() => environments.step(actions)).toThrow(
      /environment CartPole-v1: step\(\) threw: CartPole-v1: action 7 is not valid/,
    )
  })

  test('an id of nothing', async () => {
    await expect(create('CartPol-v1', 5, 2)).rejects.toThrow(/^unknown environment CartPol-v1; did you mean/)
  })

  test('an id that only this thread knows', async () => {
    register('Mine-v0', () => make('Bandit-v0'))
    await expect(create('Mine-v0', 2, 2)).rejects.toThrow(
      /^envThreads is 2, but another thread can't make Mine-v0 \(unknown environment Mine-v0;.*set envThreads to 1$/,
    )
  })

  /** One that does something bad after 20 steps, in other threads only. */
  const createBad = (threads: number, ...deeds: [deed: string, making?: string]) =>
    create(fileOf(bad(...deeds)), 5, threads)
  const steps = (environments: VectorEnvironment) => () => {
    environments.reset(seeds)
    for (let t = 0; t < 100; t++) environments.step(new Float32Array(5))
  }

  test.each([
    [
      'leaves',
      'process.exit(3)',
      /the thread that steps environments \d to \d ended: it called process.exit\(3\)$/,
    ],
    ['throws what can’t be sent', 'throw () => 1', /env.mjs: step\(\) threw: \(\) => 1$/],
    ['has a cause that can’t be sent', "throw new Error('burnt', { cause() {} })", /step\(\) threw: burnt$/],
  ])('a step that %s', async (_name, deed, message) => {
    const environments = await createBad(3, deed)
    expect(steps(environments)).toThrow(message)
    expect(() => environments.close()).not.toThrow()
  })

  test('a lost thread stays lost', async () => {
    const environments = await createBad(2, 'process.exit(0)')
    for (let i = 0; i < 3; i++)
      expect(steps(environments)).toThrow(
        /the thread that steps environments 3 to 4 ended: it called process.exit\(0\)$/,
      )
  })

  test('a thread that runs out of memory', async () => {
    const file = fileOf(bad('for (const hoard = []; ; ) hoard.push(new Array(100_000).fill({}))'))
    // Not by the command line, which trains in a thread itself where the environment is code of a user's.
    const program = `import { train } from ${JSON.stringify(resolve('dist/index.js'))}
      await train({ env: './env.mjs', envThreads: 2, checkpointEvery: 1, out: 'run' }).catch(({ message }) => {
        console.error(message)
        process.exitCode = 1
      })`
    const { status, stderr } = spawnSync(
      'node',
      ['--max-old-space-size=64', '--input-type=module', '--eval', program],
      { cwd: dirname(file), encoding: 'utf8', timeout: 50_000 },
    )
    expect(status).toBe(1)
    expect(stderr.trim().split('\n').at(-1)).toMatch(
      /^environment .\/env.mjs: the thread that steps environments 2 to 3 ended: .*out of memory/,
    )
  })

  test.each([
    ['throws', "throw new Error('no such part')", '.*env.mjs: the .* its environment threw: no such part'],
    ['leaves', 'process.exit(4)', 'it called process.exit\\(4\\)'],
  ])('a thread that %s while it begins', async (_name, deed, message) => {
    await expect(createBad(3, '', deed)).rejects.toThrow(
      new RegExp(`^envThreads is 3, but another thread can't make .*env.mjs \\(${message}\\)`),
    )
  })

  test('a function', async () => {
    await expect(createEnvironments(() => ({}) as never, 4, 2)).rejects.toThrow(
      /^envThreads is 2, but a class or function .* can't go to another thread: set envThreads to 1/,
    )
  })
})

test('threads don’t keep a process alive', () => {
  const program = `
    const { createEnvironments } = await import('./dist/rollouts/index.js')
    const environments = await createEnvironments('CartPole-v1', 4, 3)
    environments.reset([1, 2, 3, 4])
    console.log('done')`
  const { stdout, status } = spawnSync('node', ['--input-type=module', '--eval', program], {
    encoding: 'utf8',
    timeout: 50_000,
  })
  expect(stdout).toBe('done\n')
  expect(status).toBe(0)
})
