import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { train } from '../../../src/runs/index.ts'
import { decodeCheckpoint } from '../../../src/training/checkpoint.ts'
import { type Metrics, resolveConfig } from '../../../src/training/index.ts'
import { catalogue } from '../../../src/updates/index.ts'
import type { Order, Report } from './messages.ts'
import { Trainer } from './trainer.ts'

const config = resolveConfig({
  env: 'CartPole-v1',
  totalSteps: 16_000,
  numEnvs: 8,
  rolloutSteps: 32,
  optimiser: { learningRate: 1e-3 },
  deterministic: true,
})

/** A trainer, its reports, and a way to wait for one. */
function startTrainer() {
  const reports: Report[] = []
  let look = () => {}
  const trainer = new Trainer((report) => {
    reports.push(report)
    look()
  })
  void trainer.work()
  const rows = (): Metrics[] => reports.flatMap((report) => (report.kind === 'progress' ? report.rows : []))
  return {
    reports,
    rows,
    tell: (order: Order) => trainer.order(order),
    /** The first report that fits, of those to come or from `since` on. */
    next<Kind extends Report['kind']>(
      kind: Kind,
      fits: (report: Report & { kind: Kind }) => boolean = () => true,
      since = reports.length,
    ): Promise<Report & { kind: Kind }> {
      return new Promise((resolve) => {
        look = () => {
          const found = reports.slice(since).find((one) => one.kind === kind && fits(one as never))
          if (found) resolve(found as never)
        }
        look()
      })
    },
  }
}

/** Metrics without what the clock says. */
const timeless = (rows: readonly Metrics[]) =>
  rows.map(({ seconds: _seconds, stepsPerSecond: _pace, ...rest }) => rest)

const finished = (report: Report & { kind: 'state' }) => report.state === 'finished'

async function finalParameters(trainer: ReturnType<typeof startTrainer>, request: number) {
  trainer.tell({ kind: 'checkpoint', step: 'now', request })
  const { bytes } = await trainer.next('checkpoint', (report) => report.request === request, 0)
  const { tensors } = await decodeCheckpoint(bytes)
  return Object.entries(tensors).filter(([name]) => name.startsWith('policy.'))
}

describe('a trainer', () => {
  test('that is paused, watched and asked for checkpoints ends in the bits of train()', async () => {
    const rows: Metrics[] = []
    const whole = await train({ ...config, update: 'ppo', onProgress: (row) => rows.push(row) })
    // By this clock every slice is one update, so that the pause comes in mid-run on any machine.
    let time = 0
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => {
      time += 100
      return time
    })
    onTestFinished(() => clock.mockRestore())
    const trainer = startTrainer()
    trainer.tell({ kind: 'show', on: true })
    trainer.tell({ kind: 'begin', settings: config })
    trainer.tell({ kind: 'go' })
    const { numbers } = await trainer.next('progress', undefined, 0)
    const { samples } = await trainer.next('progress', (report) => report.samples !== undefined, 0)
    expect(samples?.push).toHaveLength(64)
    expect(numbers?.parameters.every(Number.isFinite)).toBe(true)
    trainer.tell({ kind: 'pause' })
    await trainer.next('state', ({ state }) => state === 'paused')
    const before = trainer.rows().length
    expect(before).toBeGreaterThan(0)
    expect(before).toBeLessThan(rows.length)
    await new Promise((resolve) => setTimeout(resolve, 150))
    expect(trainer.rows()).toHaveLength(before)
    trainer.tell({ kind: 'go' })
    await trainer.next('state', finished)
    expect(timeless(trainer.rows())).toEqual(timeless(rows))
    const values = whole.policy.network.parameters.entries.map(({ name, value }) => [
      `policy.${name}`,
      value.data.slice(),
    ])
    const found = await finalParameters(trainer, 0)
    expect(found.map(([name, { data }]) => [name, data])).toEqual(values)
  })

  test('goes on from a kept checkpoint to the same bits, or with another update to others', async () => {
    const trainer = startTrainer()
    trainer.tell({ kind: 'begin', settings: config })
    trainer.tell({ kind: 'go' })
    await trainer.next('state', finished)
    const kept = trainer.reports.flatMap((report) => (report.kind === 'progress' ? report.kept : []))
    expect(kept[0]).toBe(0)
    expect(kept).toHaveLength(11)
    trainer.tell({ kind: 'checkpoint', step: kept[5], request: 7 })
    const { bytes, result } = await trainer.next('checkpoint')
    expect(result.steps).toBe(kept[5])

    const strange = startTrainer()
    strange.tell({ kind: 'take up', checkpoint: bytes, changes: {}, config: { ...config, gamma: 0.5 } })
    expect((await strange.next('refused', undefined, 0)).message).toContain(
      'this run contradicts itself: its config.json has gamma=0.5, its checkpoint 0.99',
    )

    const again = startTrainer()
    again.tell({ kind: 'take up', checkpoint: bytes, changes: {} })
    again.tell({ kind: 'go' })
    await again.next('state', finished)
    expect(await finalParameters(again, 1)).toEqual(await finalParameters(trainer, 8))

    const other = startTrainer()
    other.tell({ kind: 'take up', checkpoint: bytes, changes: { update: catalogue.spo, totalSteps: 12_000 } })
    const { config: changed, step } = await other.next('ready', undefined, 0)
    expect(step).toBe(kept[5])
    // Nobody may take it for a run of spo alone.
    expect(changed.update).toEqual({ ...catalogue.spo, name: `ppo→spo@${kept[5]}` })
    other.tell({ kind: 'go' })
    await other.next('state', finished)
    expect(other.rows().at(-1)?.step).toBeGreaterThanOrEqual(12_000)
    expect(other.rows().at(-1)?.step).toBeLessThan(12_500)
  })

  test('refuses a change to an update with another network, and goes on as it was', async () => {
    const trainer = startTrainer()
    trainer.tell({ kind: 'begin', settings: config })
    trainer.tell({ kind: 'change', changes: { update: catalogue.mse } })
    const { message } = await trainer.next('refused', undefined, 0)
    expect(message).toContain("ppo and mse don't share a network")
    trainer.tell({ kind: 'change', changes: { update: catalogue.a2c } })
    await trainer.next('ready', ({ config: { update } }) => update.name === 'a2c', 0)
    trainer.tell({ kind: 'go' })
    await trainer.next('state', finished, 0)
  })

  test('changes a number on the way, to another or to a schedule, and says what can not change', async () => {
    const trainer = startTrainer()
    trainer.tell({ kind: 'begin', settings: config })
    trainer.tell({ kind: 'change', changes: { settings: { entropyCoefficient: '0.5' } } })
    const first = await trainer.next('ready', ({ config }) => config.entropyCoefficient === 0.5, 0)
    expect(first.config.update.name).toBe('ppo') // before its first step it is another run from the start
    trainer.tell({ kind: 'go' })
    await trainer.next('progress', ({ rows }) => rows.length > 0, 0)
    trainer.tell({ kind: 'change', changes: { settings: { 'update.scale.alphaR': '-0.5' } } })
    const second = await trainer.next('ready', ({ step }) => step > 0, 0)
    expect(second.config.update.name).toBe(`ppo→update.scale.alphaR=-0.5@${second.step}`)
    expect(second.config.update.scale).toMatchObject({ alphaR: -0.5 })
    trainer.tell({ kind: 'change', changes: { settings: { entropyCoefficient: '0.5..0' } } })
    const third = await trainer.next(
      'ready',
      ({ config: { entropyCoefficient } }) => entropyCoefficient !== 0.5,
    )
    expect(third.config.entropyCoefficient).toMatchObject({ from: 0.5, to: 0 })
    trainer.tell({ kind: 'change', changes: { settings: { numEnvs: '2' } } })
    expect((await trainer.next('refused')).message).toContain('numEnvs')
    await trainer.next('state', finished, 0)
  })

  test('a change in the page overrules one that a program made before, and the name says both', async () => {
    const settings = { ...config, update: 'ppo', totalSteps: 4096, checkpointEvery: 1 } as const
    let half: Uint8Array | undefined
    await train({
      ...settings,
      onUpdate: ({ update }, { set }) => {
        if (update === 2) set('optimiser.learningRate', 1e-4)
        if (update === 2) set('entropyCoefficient', 0.2)
      },
      onCheckpoint: ({ step, bytes }) => {
        if (step === 1024) half = bytes
      },
    })
    const trainer = startTrainer()
    const changes = { settings: { 'optimiser.learningRate': '0.002' } }
    trainer.tell({ kind: 'take up', checkpoint: half as Uint8Array, changes })
    const ready = await trainer.next('ready', undefined, 0)
    expect(ready.config.optimiser.learningRate).toBe(0.002)
    expect(ready.config.entropyCoefficient).toBe(0.2)
    expect(ready.config.update.name).toBe(
      'ppo→optimiser.learningRate=0.0001@512→entropyCoefficient=0.2@512→optimiser.learningRate=0.002@1024',
    )
    trainer.tell({ kind: 'go' })
    await trainer.next('state', finished)
    expect(trainer.rows().map(({ learningRate }) => learningRate)).toEqual(Array(12).fill(0.002))
    // What it hands out agrees with what it says of itself, so that it is taken up again.
    trainer.tell({ kind: 'checkpoint', step: 'now', request: 0 })
    const { bytes } = await trainer.next('checkpoint', undefined, 0)
    const again = startTrainer()
    again.tell({ kind: 'take up', checkpoint: bytes, changes: {}, config: ready.config })
    expect((await again.next('ready', undefined, 0)).config).toEqual(ready.config)
  })

  test('ends at its aim as in a terminal, and goes on beyond it where more steps are asked for', async () => {
    const aiming = resolveConfig({ ...config, stopWhen: { meanReturn: 30 } })
    const whole = await train({ ...aiming, update: 'ppo' })
    const trainer = startTrainer()
    trainer.tell({ kind: 'begin', settings: aiming })
    trainer.tell({ kind: 'go' })
    const { reason } = await trainer.next('state', finished)
    expect(reason).toBe(whole.result.reason)
    expect(trainer.rows().at(-1)?.step).toBe(whole.result.steps)
    expect(whole.result.steps).toBeLessThan(20_000)
    trainer.tell({ kind: 'change', changes: { totalSteps: 20_000 } })
    const after = trainer.reports.length
    expect((await trainer.next('state', finished, after)).reason).toBeUndefined()
    expect(trainer.rows().at(-1)?.step).toBeGreaterThanOrEqual(20_000)
  })

  test('says what broke, and what it can not begin', async () => {
    const trainer = startTrainer()
    const wild = {
      ...config,
      optimiser: { ...config.optimiser, kind: 'sgd' as const, learningRate: 10 },
      maxGradNorm: null,
    }
    trainer.tell({ kind: 'begin', settings: { ...wild, env: 'Pendulum-v1', normaliseAdvantages: 'raw' } })
    trainer.tell({ kind: 'go' })
    const { message } = await trainer.next('failed', undefined, 0)
    expect(message).toMatch(
      /training diverged: lower optimiser.learningRate.*\(in update \d+, after \d+ steps\)/,
    )
    // What was kept before survives.
    trainer.tell({ kind: 'checkpoint', step: 0, request: 1 })
    expect((await trainer.next('checkpoint', undefined, 0)).result.steps).toBe(0)
    const none = startTrainer()
    none.tell({ kind: 'begin', settings: { ...config, env: 'Cartpole-v1' } })
    expect((await none.next('refused', undefined, 0)).message).toContain('did you mean CartPole-v1?')
  })
})
