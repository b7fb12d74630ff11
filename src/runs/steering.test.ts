import { appendFileSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Metrics } from '../training/index.ts'
import { catalogue } from '../updates/index.ts'
import { checkpointIn, configIn } from './folder/index.ts'
import { load, type Run, resume, type Steering, type TrainOptions, train } from './index.ts'

const settings = {
  env: 'CartPole-v1',
  numEnvs: 2,
  rolloutSteps: 32,
  totalSteps: 640,
  checkpointEvery: 3,
  network: { hidden: [8] },
} as const satisfies TrainOptions

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'formscale-steering-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))
const at = (name: string) => join(dir, name)

/** All that a checkpoint holds but the clock. */
async function bits(run: string): Promise<unknown> {
  const { tensors, state } = (await checkpointIn(at(run))).checkpoint
  const { seconds: _, stepsPerSecond: __, ...result } = state.result
  return { tensors, state: { ...state, result } }
}
const weights = ({ policy }: Run) => Array.from(policy.network.parameters.values.data)
const journal = (run: string) =>
  readFileSync(join(at(run), 'changes.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))

/** Changes at updates 2, 4 and 7, of numbers, schedules and parts of the point. */
function steer({ update }: Pick<Metrics, 'update'>, { set }: Steering): void {
  if (update === 2) {
    set('optimiser.learningRate', 1e-3)
    set('update.scale.alphaR', 0.5)
  }
  if (update === 4) {
    set('entropyCoefficient', { from: 0.1, to: 0, until: 512 })
    set('update.form', 0.5)
    set('gamma', 0.9)
  }
  if (update === 7) set('update.scale.trust', { kind: 'linear', epsilon: 0.3 })
}

const made = [
  { step: 128, path: 'optimiser.learningRate', value: 1e-3 },
  { step: 128, path: 'update.scale.alphaR', value: 0.5 },
  { step: 256, path: 'entropyCoefficient', value: { from: 0.1, to: 0, until: 512 } },
  { step: 256, path: 'update.form', value: 0.5 },
  { step: 256, path: 'gamma', value: 0.9 },
  { step: 448, path: 'update.scale.trust', value: { kind: 'linear', epsilon: 0.3 } },
]

describe('a change on the way', () => {
  test('holds from the next update on, and each changes the bits', async () => {
    const rates: number[] = []
    const rows = ({ learningRate }: Metrics) => rates.push(learningRate)
    const plain = weights(await train(settings))
    await train({ ...settings, onUpdate: steer, onProgress: rows })
    expect(rates.slice(0, 2).every((rate) => rate < 2.6e-4)).toBe(true)
    expect(rates.slice(2)).toEqual(new Array(8).fill(1e-3))
    for (const { path, value } of made) {
      const run = await train({
        ...settings,
        onUpdate: ({ update }, { set }) => update === 4 && set(path, value),
      })
      expect(weights(run), path).not.toEqual(plain)
    }
  })

  test('is recorded in run, checkpoint and folder, which say so', async () => {
    const run = await train({ ...settings, out: at('run'), onUpdate: steer })
    expect(run.changes).toEqual(made)
    expect(journal('run')).toEqual(made)
    expect((await load(at('run'))).changes).toEqual(made)
    expect(configIn(at('run'))).toMatchObject({
      config: { gamma: 0.99, optimiser: { learningRate: 2.5e-4 } },
      versions: { changes: 'changes.jsonl' },
    })
    await run.save(at('copy'))
    expect(journal('copy')).toEqual(made)
    expect(configIn(at('copy')).versions.changes).toBe('changes.jsonl')
  })

  test('to what it is already is none, and of several at one step the last counts', async () => {
    const run = await train({
      ...settings,
      out: at('run'),
      onUpdate: ({ update }, { set }) => {
        set('gamma', 0.99)
        if (update !== 2) return
        set('gaeLambda', 0.5)
        set('gaeLambda', 0.7)
      },
    })
    expect(run.changes).toEqual([{ step: 128, path: 'gaeLambda', value: 0.7 }])
    await train({ ...settings, out: at('plain') })
    expect(existsSync(join(at('plain'), 'changes.jsonl'))).toBe(false)
  })

  test.each([
    ['numEnvs', 8, /^numEnvs can't change while a run is trained: it gives rollouts/],
    ['gamma', 2, /^gamma is 2; it must be at most 1/],
    ['gama', 0.9, /^unknown setting 'gama'; did you mean gamma\?/],
  ])('that cannot be is refused: %s', async (path, value, message) => {
    const run = train({ ...settings, onUpdate: (_, { set }) => set(path, value) })
    await expect(run).rejects.toThrow(message)
  })
})

describe('a run with changes', () => {
  test('stopped and gone on with under the same hook ends in the same bits', async () => {
    await train({ ...settings, out: at('whole'), onUpdate: steer })
    await train({ ...settings, out: at('parts'), onUpdate: steer, stopAt: 320 })
    await resume(at('parts'), { onUpdate: steer })
    expect(await bits('parts')).toEqual(await bits('whole'))
    expect(journal('parts')).toEqual(journal('whole'))
  })

  test('broken off after a checkpoint makes its recorded changes again, also without the hook', async () => {
    await train({ ...settings, out: at('whole'), onUpdate: steer })
    // The checkpoint is of update 6, the change of update 7.
    const failing = (metrics: Metrics, run: Steering) => {
      if (metrics.update === 8) throw new Error('the power went')
      steer(metrics, run)
    }
    await expect(train({ ...settings, out: at('parts'), onUpdate: failing })).rejects.toThrow('power')
    cpSync(at('parts'), at('hooked'), { recursive: true })
    appendFileSync(join(at('parts'), 'changes.jsonl'), '{"step":5')
    await resume(at('parts'))
    expect(await bits('parts')).toEqual(await bits('whole'))
    expect(journal('parts')).toEqual(made)
    await resume(at('hooked'), { onUpdate: steer })
    expect(await bits('hooked')).toEqual(await bits('whole'))
    expect(journal('hooked')).toEqual(made)
  })

  test('goes on from bytes', async () => {
    const whole = await train({ ...settings, onUpdate: steer })
    const stopped = await train({ ...settings, onUpdate: steer, stopAt: 448 })
    expect(weights(await resume(stopped.toBytes()))).toEqual(weights(whole))
  })

  test('is repeated by its settings and changes', async () => {
    const run = await train({ ...settings, onUpdate: steer })
    const { config, changes } = run
    const again = await train({ ...config, update: { ...config.update }, changes })
    expect(weights(again)).toEqual(weights(run))
    expect(again.changes).toEqual(changes)
    await expect(train({ ...settings, changes: [{ step: 0, path: 'seed', value: 2 }] })).rejects.toThrow(
      "seed can't change while a run is trained: it is what the run is of",
    )
  })

  test('with a tied critic too', async () => {
    const tied = { ...settings, update: { ...catalogue.mse, temperature: 0.5 } }
    const change = ({ update }: Metrics, { set }: Steering) => {
      if (update === 4) set('update.form', 0.7)
      if (update === 6) set('update.temperature', 0.3)
    }
    await train({ ...tied, out: at('whole'), onUpdate: change })
    await train({ ...tied, out: at('parts'), onUpdate: change, stopAt: 448 })
    await resume(at('parts'))
    expect(await bits('parts')).toEqual(await bits('whole'))
    expect((await load(at('parts'))).policy.spec.critic).toEqual({ tied: 0.7, temperature: 0.3 })
  })

  test.each<[string, (text: string) => string]>([
    ['lacks a change', (text) => text.replace(/.*\n/, '')],
    ['has another value', (text) => text.replace('0.001', '0.002')],
    ['has a change that was never made', (text) => `{"step":64,"path":"gamma","value":0.5}\n${text}`],
  ])('whose folder %s is refused', async (_, change) => {
    await train({ ...settings, out: at('run'), onUpdate: steer, stopAt: 320 })
    const file = join(at('run'), 'changes.jsonl')
    writeFileSync(file, change(readFileSync(file, 'utf8')))
    await expect(resume(at('run'))).rejects.toThrow(
      /run' contradicts itself: changes.jsonl and its checkpoint don't agree on .* at step \d+/,
    )
  })

  test('whose record is no record is refused', async () => {
    await train({ ...settings, out: at('run'), stopAt: 320 })
    writeFileSync(join(at('run'), 'changes.jsonl'), '{"step":-1,"path":"gamma","value":0.5}\n')
    await expect(resume(at('run'))).rejects.toThrow(
      /run' is damaged: changes.jsonl line 1 is not a change: changes are a list of \{ step, path, value \}/,
    )
  })
})
