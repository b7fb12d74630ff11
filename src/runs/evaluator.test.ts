import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { evaluate, type Metrics } from '../training/index.ts'
import { endlessTask } from '../training/testing/tasks.ts'
import { readRun } from './folder/index.ts'
import { type EvaluationRecord, load, type Run, resume, train } from './index.ts'

const still = { env: 'CartPole-v1', totalSteps: 4096, numEnvs: 4, rolloutSteps: 64, seed: 5 } as const
const evaluated = { ...still, evaluateEvery: 1000, evaluateEpisodes: 3 }

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'formscale-evaluator-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const weights = ({ policy }: Run) => Array.from(policy.network.parameters.values.data)

describe('evaluation while training', () => {
  test('comes after every so many steps and after the last, and leaves the bits alone', async () => {
    const records: EvaluationRecord[] = []
    const rows: Metrics[] = []
    const run = await train({
      ...evaluated,
      onEvaluation: (record) => records.push(record),
      onProgress: (row) => rows.push(row),
    })
    // Updates end at multiples of 256.
    expect(records.map(({ step }) => step)).toEqual([1024, 2048, 3072, 4096])
    expect(rows.filter(({ evaluationReturn }) => evaluationReturn !== undefined)).toHaveLength(4)
    for (const { step, meanReturn, returns } of records) {
      expect(rows.find((row) => row.step === step)?.evaluationReturn).toBe(meanReturn)
      expect(returns).toHaveLength(3)
    }
    expect(weights(run)).toEqual(weights(await train(still)))
  })

  test('plays as evaluate does, with the seed of the run', async () => {
    let last: EvaluationRecord | undefined
    const run = await train({ ...evaluated, onEvaluation: (record) => (last = record) })
    const again = await evaluate(run.policy, 'CartPole-v1', { episodes: 3, seed: 5 })
    expect(last).toMatchObject(again)
  })

  test('keeps the best policy beside the last', async () => {
    const records: EvaluationRecord[] = []
    const out = join(dir, 'run')
    const { result } = await train({ ...evaluated, out, onEvaluation: (record) => records.push(record) })
    const best = records.reduce((a, b) => (b.meanReturn > a.meanReturn ? b : a))
    expect(result.best).toEqual({ step: best.step, meanReturn: best.meanReturn })
    expect(records.filter(({ isBest }) => isBest).at(-1)).toEqual(best)
    const kept = await load(out, { best: true })
    expect(kept.result.steps).toBe(best.step)
    expect(await evaluate(kept.policy, 'CartPole-v1', { episodes: 3, seed: 5 })).toMatchObject({
      returns: best.returns,
    })
    expect((await load(out)).result.steps).toBe(4096)
  })

  test('goes on after a stop to the same best and the same rows', async () => {
    const [whole, part] = [join(dir, 'whole'), join(dir, 'part')]
    await train({ ...evaluated, out: whole })
    await train({ ...evaluated, out: part, stopAt: 1500 })
    await resume(part)
    const bytes = (out: string) => readFileSync(join(out, 'checkpoint', 'best.safetensors'))
    const [a, b] = await Promise.all([whole, part].map((out) => load(out, { best: true })))
    expect(weights(a)).toEqual(weights(b))
    expect(a.result.best).toEqual(b.result.best)
    expect(readRun(part).result?.best).toEqual(b.result.best)
    expect(bytes(part).length).toBeGreaterThan(0)
    const evaluations = (out: string) =>
      readFileSync(join(out, 'metrics.jsonl'), 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).evaluationReturn)
    expect(evaluations(part)).toEqual(evaluations(whole))
  })

  test('is not there where it was not asked for', async () => {
    const out = join(dir, 'run')
    const { result } = await train({ ...still, out })
    expect(result.best).toBeUndefined()
    expect(existsSync(join(out, 'checkpoint', 'best.safetensors'))).toBe(false)
    await expect(load(out, { best: true })).rejects.toThrow(
      /has no best policy .*; train with evaluateEvery$/,
    )
  })

  test('counts in no time of training', async () => {
    const slow = () => {
      const task = endlessTask(40, 'terminated')
      let steps = 0
      // Those of training take no time.
      const step = (action: number) => {
        for (const end = performance.now() + (steps++ < 8 ? 0 : 5); performance.now() < end; );
        return task.step(action)
      }
      return { ...task, step }
    }
    const small = { env: slow, totalSteps: 8, numEnvs: 1, rolloutSteps: 8, minibatches: 1, epochs: 1 }
    const began = performance.now()
    const { result } = await train({ ...small, evaluateEvery: 8, evaluateEpisodes: 2 })
    const inAll = (performance.now() - began) / 1000
    expect(result.seconds).toBeLessThan(inAll - 0.3)
  })
})

test('an episode that does not end is cut, and counted', async () => {
  const run = await train({ ...still, totalSteps: 512, env: () => endlessTask(7, 'truncated') })
  const evaluation = await evaluate(run.policy, () => endlessTask(1e9, 'truncated'), {
    episodes: 2,
    maxSteps: 30,
  })
  expect(evaluation).toMatchObject({ lengths: [30, 30], returns: [30, 30], cut: 2 })
  expect(await evaluate(run.policy, () => endlessTask(7, 'truncated'), { episodes: 2 })).toMatchObject({
    lengths: [7, 7],
    cut: 0,
  })
  await expect(evaluate(run.policy, () => endlessTask(7, 'truncated'), { maxSteps: 0 })).rejects.toThrow(
    'maxSteps is 0; it must be a whole number > 0',
  )
})
