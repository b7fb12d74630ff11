import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { followTask, identityTask } from '../training/testing/tasks.ts'
import { checkpointIn, configIn, readRun } from './folder/index.ts'
import { load, type ResumeOptions, type Run, resume, type TrainOptions, train } from './index.ts'

const settings = {
  env: 'CartPole-v1',
  numEnvs: 2,
  rolloutSteps: 32,
  totalSteps: 640,
  checkpointEvery: 3,
  network: { hidden: [8] },
  normaliseObservations: true,
} as const satisfies TrainOptions

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'formscale-going-on-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))
const at = (...names: string[]) => join(dir, ...names)

const weights = ({ policy }: Run) => Array.from(policy.network.parameters.values.data)
const tensors = async (run: string) => (await checkpointIn(at(run))).checkpoint.tensors
const rates = (run: string) => readRun(at(run)).metrics.map(({ learningRate }) => learningRate)

describe('resume', () => {
  test('extends a finished run, whose schedules end with it then', async () => {
    await train({ ...settings, out: at('run') })
    const { result, changes } = await resume(at('run'), { totalSteps: 1280 })
    expect(result).toMatchObject({ status: 'finished', steps: 1280 })
    expect(changes).toEqual([{ step: 640, path: 'totalSteps', value: 1280 }])
    // To 0 at 640; from there as a run of 1,280 steps has it, 2.5e-4 · (1 − step/1280).
    expect(rates('run').slice(8, 12)).toEqual([
      2.5e-4 * (1 - 512 / 640),
      2.5e-4 * (1 - 576 / 640),
      2.5e-4 * (1 - 640 / 1280),
      2.5e-4 * (1 - 704 / 1280),
    ])
    expect(configIn(at('run')).config.totalSteps).toBe(640)
    // What was extended goes on, and is repeated, as such.
    const { config } = await load(at('run'))
    expect(weights(await train({ ...config, update: { ...config.update }, changes }))).toEqual(
      weights(await load(at('run'))),
    )
  })

  test('an extension that was broken off is one still', async () => {
    await train({ ...settings, out: at('whole') })
    await resume(at('whole'), { totalSteps: 1280 })
    await train({ ...settings, out: at('parts') })
    const onUpdate = ({ update }: { update: number }) => {
      if (update === 11) throw new Error('the power went')
    }
    await expect(resume(at('parts'), { totalSteps: 1280, onUpdate })).rejects.toThrow('the power went')
    expect((await resume(at('parts'))).result.steps).toBe(1280)
    expect(await tensors('parts')).toEqual(await tensors('whole'))
  })

  test('shortens a run, but not to less than is done', async () => {
    await train({ ...settings, out: at('run'), stopAt: 256 })
    await expect(resume(at('run'), { totalSteps: 200 })).rejects.toThrow(
      'totalSteps is 200, but 256 steps are done; give more',
    )
    expect((await resume(at('run'), { totalSteps: 384 })).result).toMatchObject({
      status: 'finished',
      steps: 384,
    })
  })

  test('extends a run beyond its aim only with another', async () => {
    const aim = { meanReturn: 9 }
    const { result } = await train({ ...settings, totalSteps: 50_000, stopWhen: aim, out: at('run') })
    await expect(resume(at('run'), { totalSteps: 60_000 })).rejects.toThrow(
      /the run has reached its aim \(stopWhen: meanReturn is .*\); to extend it, give another/,
    )
    const steps = result.steps + 128
    const on = await resume(at('run'), { totalSteps: steps, stopWhen: { meanReturn: null } })
    expect(on.result).toMatchObject({ status: 'finished', steps })
    expect(on.result.reason).toBeUndefined()
  })

  test.each<[object, string]>([
    [{ totalStep: 5 }, "resume takes no 'totalStep'; did you mean totalSteps?: a run goes on"],
    [{ epochs: 5 }, "resume takes no 'epochs'"],
    [{ seed: 5 }, "resume takes no 'seed'"],
    [{ out: 'there' }, "resume takes no 'out'"],
  ])('refuses %j', async (options, message) => {
    await train({ ...settings, out: at('run'), stopAt: 256 })
    await expect(resume(at('run'), options as ResumeOptions)).rejects.toThrow(message)
  })

  test('begins again what was ended before its first checkpoint, to the same bits', async () => {
    await train({
      ...settings,
      out: at('whole'),
      onUpdate: ({ update }, run) => update === 2 && run.set('gamma', 0.9),
    })
    await train({
      ...settings,
      out: at('killed'),
      stopAt: 192,
      onUpdate: ({ update }, run) => update === 2 && run.set('gamma', 0.9),
    })
    // As after kill -9.
    rmSync(at('killed', 'checkpoint'), { recursive: true })
    rmSync(at('killed', 'result.json'))
    const { result } = await resume(at('killed'))
    expect(result.status).toBe('finished')
    expect(await tensors('killed')).toEqual(await tensors('whole'))
    expect(rates('killed')).toEqual(rates('whole'))
    await expect(load(at('none'))).rejects.toThrow(/is not a run/)
  })

  test('says that the file of an f has changed', async () => {
    const file = at('mine.mjs')
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
    writeFileSync(file, 'export default (o, r) => r - 0.1 * o')
    const update = { form: 'policy', reference: 'logprob', scale: { own: file } } as const
    await train({ ...settings, update, out: at('run'), stopAt: 256 })
    expect(configIn(at('run')).versions.origin?.updateFile).toMatch(/^[0-9a-f]{64}$/)
    await resume(at('run'), { update: file, stopAt: 384 })
    expect(warn).not.toHaveBeenCalled()
    writeFileSync(file, 'export default (o, r) => r - 0.2 * o')
    await resume(at('run'), { update: file })
    expect(warn.mock.calls).toEqual([
      [
        expect.stringMatching(
          /^the file of update 'custom' has changed since '.*run' began: it goes on with the new f/,
        ),
      ],
    ])
    warn.mockRestore()
  })
})

describe('train from', () => {
  const tuning = { totalSteps: 256, optimiser: { learningRate: 0 } }

  test('a run, its folder and its policy begins with its weights and normaliser, all else anew', async () => {
    const first = await train({ ...settings, out: at('first') })
    for (const from of [at('first'), first, await load(at('first'))]) {
      const run = await train({ from, ...tuning, epochs: 1 })
      expect(weights(run)).toEqual(weights(first))
      expect(run.config).toMatchObject({ env: 'CartPole-v1', numEnvs: 2, epochs: 1, totalSteps: 256 })
      expect(run.result).toMatchObject({ steps: 256, updates: 4 })
      // It has gone on learning, from where it was.
      const seen = (one: Run) => one.policy.normalisation.observations!.count
      expect(seen(run)).toBe(seen(first) + 256)
    }
    const run = await train({ from: first.policy, env: 'CartPole-v1', ...tuning })
    expect(weights(run)).toEqual(weights(first))
    expect(run.config).toMatchObject({ numEnvs: 4, network: { hidden: [8] }, normaliseObservations: true })
  })

  test('takes another environment, update and settings', async () => {
    const first = await train({ ...settings, update: 'ppo' })
    const run = await train({ from: first, env: () => cartPoleLike(), update: 'spo', seed: 2, ...tuning })
    expect(weights(run)).toEqual(weights(first))
    expect(run.config).toMatchObject({ env: 'CartPoleLike', seed: 2, update: { name: 'spo' } })
  })

  test('leaves a critic out, or begins it anew', async () => {
    const actor = ({ policy }: Run) =>
      policy.network.parameters.entries
        .filter(({ name }) => name.startsWith('actor'))
        .map(({ value }) => Array.from(value.data))
    const first = await train(settings)
    const tied = await train({ from: first, update: 'mse', ...tuning })
    expect(actor(tied)).toEqual(actor(first))
    const again = await train({ from: tied, update: 'ppo', seed: 9, ...tuning })
    expect(actor(again)).toEqual(actor(first))
    const fresh = await train({ ...settings, seed: 9, ...tuning })
    const critic = ({ policy }: Run) =>
      Array.from(policy.network.parameters.get('critic.head.weights').value.data)
    expect(critic(again)).toEqual(critic(fresh))
  })

  test("a policy's file has its networks and its environment", async () => {
    const first = await train(settings)
    writeFileSync(at('first.policy'), first.policy.toBytes())
    const run = await train({ from: at('first.policy'), env: 'CartPole-v1', ...tuning })
    expect(weights(run)).toEqual(weights(first))
    writeFileSync(at('none.policy'), 'no policy')
    await expect(train({ from: at('none.policy'), ...tuning })).rejects.toThrow(
      /none\.policy' can't be read: /,
    )
  })

  test('collects its log by the weights that it begins with', async () => {
    const first = await train(settings)
    const kl: unknown[] = []
    await train({
      ...{ from: first, data: 'log', behaviour: { kind: 'policy' }, ...tuning },
      onUpdate: ({ approxKl }) => void kl.push(approxKl),
    })
    expect(Math.max(...kl.map(Number))).toBeLessThan(1e-9)
  })

  test('what was changed on the way is a setting of the run from then on', async () => {
    const first = await train({ ...settings, onUpdate: (_, { set }) => set('gamma', 0.9) })
    const run = await train({ from: first, ...tuning })
    expect(run.config.gamma).toBe(0.9)
    expect(run.changes).toEqual([])
  })

  test('is recorded, and goes on to the same bits from its first step', async () => {
    const first = await train({ ...settings, out: at('first') })
    await train({ from: at('first'), totalSteps: 640, out: at('whole') })
    await train({ from: first, totalSteps: 640, out: at('parts'), stopAt: 128 })
    const { origin } = configIn(at('whole')).versions
    expect(origin?.from).toEqual({ name: at('first'), weights: expect.stringMatching(/^[0-9a-f]{64}$/) })
    expect((await checkpointIn(at('whole'))).checkpoint.state.origin).toEqual(origin)
    await resume(at('parts'))
    expect(await tensors('parts')).toEqual(await tensors('whole'))

    const failing = async ({ update }: { update: number }) => {
      if (update === 1) throw new Error('no')
    }
    const broken = train({ from: at('first'), totalSteps: 640, out: at('broken'), onUpdate: failing })
    await expect(broken).rejects.toThrow('no; the last good checkpoint')
    await resume(at('broken'))
    expect(await tensors('broken')).toEqual(await tensors('whole'))
  })

  test.each<[string, object, RegExp]>([
    [
      'another observation space',
      { env: () => identityTask(5), out: 'new' },
      /weights of .*first don't fit: its observationSpace is box 4, that of the environment box 5/,
    ],
    [
      'another action space',
      { env: () => ({ ...cartPoleLike(), actionSpace: { kind: 'discrete', n: 3 } }) },
      /its actionSpace is discrete 2, that of the environment discrete 3/,
    ],
    ['continuous actions', { env: followTask }, /don't fit: its (observation|action)Space is/],
    [
      'another network',
      { network: { hidden: [9] } },
      /its network.hidden is \[8\], and here it is \[9\]; leave network.hidden out/,
    ],
    [
      'no normaliser',
      { normaliseObservations: false },
      /its normaliseObservations is true, and here it is false/,
    ],
    ['a run that is none', { from: 'nowhere' }, /'nowhere' is not a run/],
    ['a setting that is wrong', { gamma: 2 }, /gamma is 2/],
  ])('refuses %s', async (_, options, message) => {
    await train({ ...settings, out: at('first') })
    await expect(train({ from: at('first'), ...tuning, ...options, out: at('new') })).rejects.toThrow(message)
    expect(readdirSync(dir)).toEqual(['first'])
  })

  test('loads no code that a folder alone names', async () => {
    mkdirSync(at('first'))
    await train({ ...settings, out: at('first') })
    const checkpoint = at('first', 'config.json')
    const text = readFileSync(checkpoint, 'utf8').replace('CartPole-v1', './evil.mjs')
    writeFileSync(checkpoint, text)
    await expect(train({ from: at('first') })).rejects.toThrow(/contradicts itself/)
  })
})

/** CartPole's spaces, another task. */
function cartPoleLike() {
  const task = identityTask(4)
  return {
    ...task,
    id: 'CartPoleLike',
    actionSpace: { kind: 'discrete', n: 2 } as const,
    step: (action: never) => task.step(action),
  }
}
