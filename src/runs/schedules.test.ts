/** Runs whose numbers follow schedules. */
import { expect, test } from 'vitest'
import { changedOnTheWay } from '../training/changes.ts'
import { resolveConfig } from '../training/index.ts'
import { Session } from '../training/session.ts'
import { loadRun, resume, type TrainOptions, train } from './index.ts'

const short = {
  env: 'CartPole-v1',
  totalSteps: 1024,
  numEnvs: 2,
  rolloutSteps: 64,
  network: { hidden: [8] },
  deterministic: true,
} as const

const weightsOf = ({ policy }: Awaited<ReturnType<typeof train>>) =>
  Array.from(policy.network.parameters.values.data)

/** Every number of a member with a critic of its own, and of one whose critic is tied. */
const members: Record<string, { plain: Omit<TrainOptions, 'env'>; ends: Omit<TrainOptions, 'env'> }> = {
  separate: {
    plain: {
      gamma: 0.9,
      gaeLambda: 0.8,
      entropyCoefficient: 0.02,
      valueCoefficient: 0.4,
      valueClip: 0.3,
      maxGradNorm: 0.7,
      normaliseRewards: true,
      optimiser: { learningRate: 1e-3, schedule: 'constant' },
      update: {
        name: 'same',
        form: 0.6,
        reference: 'logprob',
        temperature: 2,
        scale: { alphaR: 0.5, beta: 0.1, omega: 0.5, trust: { kind: 'clip', low: 0.1, high: 0.2 } },
      },
    },
    ends: {
      gamma: '0.9..0.9',
      gaeLambda: '0.8..0.8',
      entropyCoefficient: '0.02..0.02',
      valueCoefficient: '0.4..0.4',
      valueClip: '0.3..0.3',
      maxGradNorm: '0.7..0.7',
      normaliseRewards: true,
      optimiser: { learningRate: '1e-3..1e-3' },
      update: {
        name: 'same',
        form: '0.6..0.6',
        reference: 'logprob',
        temperature: '2..2',
        scale: {
          alphaR: '0.5..0.5',
          beta: '0.1..0.1',
          omega: { up: '0.5..0.5', down: 0.5 },
          trust: { kind: 'clip', low: '0.1..0.1', high: '0.2..0.2' },
        },
      },
    },
  },
  tied: {
    plain: { update: { name: 'same', form: 0.5, reference: 'output', temperature: 3, scale: { beta: 0.2 } } },
    ends: {
      update: {
        name: 'same',
        form: '0.5..0.5',
        reference: 'output',
        temperature: '3..3',
        scale: { beta: '0.2..0.2' },
      },
    },
  },
}

test.each(Object.keys(members))(
  'a schedule that stays where it is has the bits of the number: %s',
  async (name) => {
    const { plain, ends } = members[name]
    const [number, schedule] = [await train({ ...short, ...plain }), await train({ ...short, ...ends })]
    expect(weightsOf(schedule)).toEqual(weightsOf(number))
  },
)

test.each([
  ['separate', 'gamma', '0.9..0.5'],
  ['separate', 'gaeLambda', '0.8..0.2'],
  ['separate', 'entropyCoefficient', '0.02..0.1'],
  ['separate', 'valueCoefficient', '0.4..0.1'],
  ['separate', 'valueClip', '0.3..0.001'],
  ['separate', 'maxGradNorm', '0.7..0.01'],
  ['separate', 'targetKl', '1..1e-9,256'],
  ['separate', 'optimiser.learningRate', '1e-3..1e-2'],
  ['separate', 'update.form', '0.6..1'],
  ['separate', 'update.temperature', '2..1'],
  ['separate', 'update.scale.alphaR', '0.5..-0.5'],
  ['separate', 'update.scale.omega.down', '0.5..1'],
  ['separate', 'update.scale.trust.low', '0.1..0'],
  ['tied', 'update.form', '0.5..1'],
  ['tied', 'update.temperature', '3..1'],
  ['tied', 'update.scale.beta', '0.2..1'],
])('of %s, %s follows %s', async (name, path, schedule) => {
  const { plain } = members[name]
  const config = changedOnTheWay(resolveConfig({ ...short, ...plain }), path, schedule)
  expect(weightsOf(await train(config))).not.toEqual(weightsOf(await train({ ...short, ...plain })))
})

const moving = {
  ...short,
  gamma: '0.9..0.99',
  entropyCoefficient: '0.05..0,cosine,512',
  optimiser: { learningRate: '1e-3..1e-5,exponential' },
  update: {
    name: 'moving',
    form: '0..1',
    reference: 'output',
    temperature: '4..1,exponential',
    scale: { omega: '1..0' },
  },
} as const

test('rows tell the value of each in their update, from the beginning to short of the end', async () => {
  const rows: Record<string, unknown>[] = []
  await train({ ...moving, onProgress: (row) => rows.push({ ...row }) })
  expect(rows).toHaveLength(8)
  // The fifth update begins at half of 1,024 steps.
  expect(rows[0]).toMatchObject({
    gamma: 0.9,
    entropyCoefficient: 0.05,
    learningRate: 1e-3,
    'update.form': 0,
  })
  expect(rows[4]).toMatchObject({
    gamma: expect.closeTo(0.945, 12),
    entropyCoefficient: 0,
    learningRate: expect.closeTo(1e-4, 12),
    'update.form': 0.5,
    'update.temperature': 2,
    'update.scale.omega': 0.5,
  })
})

test('a run that is taken up goes on to the same bits', async () => {
  const whole = await train(moving)
  const half = await train({ ...moving, stopAt: 512 })
  const { policy } = await loadRun(half.toBytes())
  expect(policy.spec.critic).toEqual({ tied: 0.5, temperature: 2 })
  expect(weightsOf(await resume(half.toBytes()))).toEqual(weightsOf(whole))
  expect(weightsOf(half)).not.toEqual(weightsOf(whole))
})

test('a number that is changed on the way holds from the next update on', async () => {
  const config = resolveConfig({ ...short, update: 'ppo' })
  const [changed, scheduled] = await Promise.all([
    Session.create(config, config.env),
    // 0.1 in the first four of the eight updates, then 0.
    Session.create(resolveConfig({ ...config, entropyCoefficient: '0.1..0,steps:1,512' }), config.env),
  ])
  changed.change('entropyCoefficient', 0.1)
  for (const session of [changed, scheduled]) session.begin()
  for (let i = 0; i < 8; i++) {
    if (i === 4) changed.change('entropyCoefficient', 0)
    changed.update()
    scheduled.update()
  }
  expect(changed.policy.network.parameters.values.data).toEqual(
    scheduled.policy.network.parameters.values.data,
  )
  for (const session of [changed, scheduled]) session.close()
})
