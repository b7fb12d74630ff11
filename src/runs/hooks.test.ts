import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { checkpointIn, readRun } from './folder/index.ts'
import { loadRun, resume, type Steering, type TrainOptions, train } from './index.ts'

const settings = {
  env: 'CartPole-v1',
  numEnvs: 2,
  rolloutSteps: 32,
  totalSteps: 640,
  checkpointEvery: 4,
  network: { hidden: [8] },
} as const satisfies TrainOptions

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'formscale-hooks-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))
const at = (name: string) => join(dir, name)
const tensors = async (run: string) => (await checkpointIn(at(run))).checkpoint.tensors

describe('hooks', () => {
  test('are called in order, each waited for, and leave the bits alone', async () => {
    const calls: string[] = []
    const slowly = async (what: string) => {
      await new Promise((resolve) => setTimeout(resolve, 1))
      calls.push(what)
    }
    await train({
      ...settings,
      evaluateEvery: 256,
      evaluateEpisodes: 1,
      out: at('hooked'),
      onEpisode: () => slowly('episode'),
      onEvaluation: ({ step }) => slowly(`evaluation ${step}`),
      onUpdate: ({ step }) => slowly(`update ${step}`),
      onCheckpoint: ({ step }) => slowly(`checkpoint ${step}`),
      onProgress: ({ step }) => calls.push(`progress ${step}`),
    })
    const others = calls.filter((call) => call !== 'episode')
    expect(others.slice(0, 9)).toEqual([
      ...['update 64', 'progress 64', 'update 128', 'progress 128', 'update 192', 'progress 192'],
      ...['evaluation 256', 'update 256', 'checkpoint 256'],
    ])
    expect(others.at(-1)).toBe('checkpoint 640')
    const { result } = readRun(at('hooked'))
    expect(calls.filter((call) => call === 'episode')).toHaveLength(result!.episodes)
    await train({ ...settings, out: at('plain') })
    expect(await tensors('hooked')).toEqual(await tensors('plain'))
  })

  test('see the episodes of their update, and the policy after it', async () => {
    const returns: number[] = []
    let last: Steering | undefined
    const run = await train({
      ...settings,
      onEpisode: (episode) => returns.push(episode.return),
      onUpdate: ({ meanReturn, episodes }, steering) => {
        last = steering
        expect(returns).toHaveLength(episodes)
        if (episodes > 0)
          expect(meanReturn).toBeCloseTo(returns.reduce((sum, one) => sum + one, 0) / returns.length, 9)
      },
    })
    expect(last!.policy).toBe(run.policy)
  })

  test('a checkpoint without a folder comes as bytes', async () => {
    const steps: number[] = []
    await train({
      ...settings,
      onCheckpoint: async ({ step, bytes }) => {
        steps.push(step)
        expect((await loadRun(bytes)).result.steps).toBe(step)
      },
    })
    expect(steps).toEqual([256, 512, 640])
  })

  test('what one throws ends the run, and the last checkpoint stays', async () => {
    const onUpdate = async ({ update }: { update: number }) => {
      if (update === 6) throw new Error('no')
    }
    await expect(train({ ...settings, out: at('run'), onUpdate })).rejects.toThrow(
      /^no; the last good checkpoint is in .*run$/,
    )
    expect((await checkpointIn(at('run'))).checkpoint.state.result.steps).toBe(256)
  })
})

describe('a stop', () => {
  const resultOf = (run: string) => JSON.parse(readFileSync(join(at(run), 'result.json'), 'utf8'))

  test.each<[string, Partial<TrainOptions>, string, number]>([
    ['stop', { onUpdate: ({ update }, run) => update === 3 && run.stop('it is late') }, 'it is late', 192],
    ['stop in silence', { onUpdate: (_, run) => run.stop() }, 'stop() was called', 64],
    ['stop in onEpisode', { onEpisode: (_, run) => run.stop('one is enough') }, 'one is enough', 64],
    ['signal', { signal: AbortSignal.abort() }, 'signal', 0],
    ['stopAt', { stopAt: 100 }, 'stopAt 100', 128],
    ['stopWhen', { stopWhen: ({ step }) => step > 200 }, 'stopWhen', 256],
    ['a reason of stopWhen', { stopWhen: async ({ step }) => step > 200 && 'enough' }, 'enough', 256],
  ])('by %s is told in result.json, and goes on to the same bits', async (_, how, reason, steps) => {
    const { result } = await train({ ...settings, out: at('run'), ...how })
    expect(result).toMatchObject({ status: 'stopped', reason, steps })
    expect(resultOf('run')).toMatchObject({ status: 'stopped', reason })
    const resumed = await resume(at('run'))
    expect(resumed.result).toMatchObject({ status: 'finished', steps: 640 })
    expect(resultOf('run').reason).toBeUndefined()
    await train({ ...settings, out: at('whole') })
    expect(await tensors('run')).toEqual(await tensors('whole'))
  })

  test('at the last update is none', async () => {
    const { result } = await train({
      ...settings,
      onUpdate: ({ update }, run) => update === 10 && run.stop(),
    })
    expect(result.status).toBe('finished')
    expect(result.reason).toBeUndefined()
  })
})

describe('an aim', () => {
  test('ends a run, which is finished then', async () => {
    const aim = { ...settings, totalSteps: 100_000, stopWhen: { meanReturn: 15 } }
    let first: number | undefined
    const { result, config } = await train({
      ...aim,
      out: at('run'),
      onUpdate: ({ meanReturn, episodes, step }) => {
        if (episodes >= 100 && meanReturn! >= 15) first ??= step
      },
    })
    expect(config.stopWhen).toEqual({ meanReturn: 15, evaluationReturn: null, regret: null })
    expect(result).toMatchObject({ status: 'finished', steps: first })
    expect(result.steps).toBeLessThan(100_000)
    expect(result.reason).toMatch(/^stopWhen: meanReturn is [\d.]+, at least 15$/)
    expect(result.episodes).toBeGreaterThanOrEqual(100)
    // It stays finished.
    expect((await resume(at('run'))).result).toMatchObject({ steps: first, reason: result.reason })
  })

  test('of evaluations counts those alone, and the last update is evaluated', async () => {
    const { result } = await train({
      ...settings,
      totalSteps: 100_000,
      evaluateEvery: 256,
      evaluateEpisodes: 2,
      stopWhen: { evaluationReturn: 9 },
    })
    expect(result).toMatchObject({ status: 'finished', steps: 256, best: { step: 256 } })
    const early = { ...settings, totalSteps: 100_000, evaluateEvery: 90_000, stopWhen: { meanReturn: 9 } }
    const { result: other } = await train({ ...early, evaluateEpisodes: 2 })
    expect(other.best?.step).toBe(other.steps)
  })

  test('of regret is at most', async () => {
    const tabular = { env: 'Bandit-v0', totalSteps: 50_000, numEnvs: 8, rolloutSteps: 16 }
    const { result } = await train({ ...tabular, stopWhen: { regret: 0.3 } })
    expect(result.status).toBe('finished')
    expect(result.regret).toBeLessThanOrEqual(0.3)
    expect(result.steps).toBeLessThan(50_000)
  })

  test('that is none is refused by name', async () => {
    const stopWhen = { meanRetrun: 475 } as never
    await expect(train({ ...settings, out: at('run'), stopWhen })).rejects.toThrow(
      "unknown setting 'stopWhen.meanRetrun'; did you mean stopWhen.meanReturn?",
    )
    expect(existsSync(at('run'))).toBe(false)
    await expect(train({ ...settings, stopWhen: { evaluationReturn: 9 } })).rejects.toThrow(
      'stopWhen.evaluationReturn is 9, but there are no evaluations: set evaluateEvery, in steps',
    )
  })
})
