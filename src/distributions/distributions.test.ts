import { describe, expect, test } from 'vitest'
import { type Kernels, loadKernels, type Tensor } from '../kernels/index.ts'
import { type Pcg64, stream } from '../random/index.ts'
import type { Form } from '../updates/index.ts'
import { Categorical } from './categorical.ts'
import type { Distribution } from './distribution.ts'
import { Gaussian } from './gaussian.ts'

const ROWS = 5
const random = stream(1, 'actions')
const normals = (length: number, scale = 1) => Float32Array.from({ length }, () => scale * random.normal())

const FORMS: [Form, kappa: number][] = [
  ['value', 0],
  [0.3, 0.3],
  ['policy', 1],
]

/** log-densities in float64 from their definitions, as functions of a row's outputs. */
const logSumExp = (o: readonly number[]) => Math.log(o.reduce((sum, x) => sum + Math.exp(x), 0))
const softmax = (o: readonly number[]) => o.map((x) => Math.exp(x - logSumExp(o)))

function gradient(f: (x: number[]) => number, at: readonly number[]): number[] {
  const h = 1e-5
  return at.map((_, i) => {
    const moved = (by: number) => f(at.map((x, j) => (j === i ? x + by : x)))
    return (moved(h) - moved(-h)) / (2 * h)
  })
}

/** The cotangent of one row, the only one that is pushed. */
function cotangentOf(
  kernels: Kernels,
  distribution: Distribution,
  row: number,
  action: Float32Array,
  form: Form,
  [push, entropy, partition]: readonly number[],
) {
  const { outputs, actionSize } = distribution
  const cotangents = kernels.tensor(ROWS * outputs)
  const actions = kernels.tensor(ROWS * actionSize)
  actions.data.set(action, row * actionSize)
  const only = (value: number) => {
    const weight = kernels.tensor(ROWS)
    weight.data[row] = value
    return weight
  }
  const weights = { form: only(push), entropy: only(entropy), logPartition: only(partition) }
  distribution.cotangents(ROWS, actions, form, weights, cotangents)
  return Array.from(cotangents.data.subarray(row * outputs, (row + 1) * outputs))
}

describe('categorical', () => {
  const A = 4
  async function make(masks?: Uint8Array): Promise<[Categorical, number[][], Kernels]> {
    const kernels = await loadKernels()
    const logits = kernels.tensor(ROWS * A)
    logits.data.set(normals(ROWS * A, 1.5))
    const distribution = new Categorical(kernels, [A], ROWS)
    distribution.setOutputs(logits, ROWS, masks)
    return [
      distribution,
      Array.from({ length: ROWS }, (_, r) => Array.from(logits.data.subarray(r * A, r * A + A))),
      kernels,
    ]
  }

  test('log-probability, entropy, partition and mode equal their definitions', async () => {
    const [distribution, logits] = await make()
    logits.forEach((o, row) => {
      const probabilities = softmax(o)
      expect(distribution.entropy(row)).toBeCloseTo(
        -probabilities.reduce((s, p) => s + p * Math.log(p), 0),
        5,
      )
      expect(distribution.logPartition(row)).toBeCloseTo(logSumExp(o), 5)
      const mode = new Float32Array(1)
      distribution.mode(row, mode, 0)
      expect(o[mode[0]]).toBe(Math.max(...o))
      for (let a = 0; a < A; a++) {
        expect(distribution.logProb(row, Float32Array.of(a), 0)).toBeCloseTo(Math.log(probabilities[a]), 5)
        expect(distribution.output(row, Float32Array.of(a), 0)).toBeCloseTo(o[a], 6)
      }
    })
  })

  test('sampled frequencies match the probabilities of every row', async () => {
    const [distribution, logits] = await make()
    for (const [row, o] of logits.entries()) expectFrequencies(distribution, row, softmax(o))
  })

  test.each<[Form, kappa: number]>(FORMS)('%s form: the cotangent is the gradient', async (form, kappa) => {
    const [distribution, logits, kernels] = await make()
    logits.forEach((o, row) => {
      const action = row % A
      const objective = (x: number[]) => {
        const log = x[action] - kappa * logSumExp(x)
        const probabilities = softmax(x)
        const entropy = -probabilities.reduce((s, p) => s + p * Math.log(p), 0)
        return 0.7 * log + 0.3 * entropy - 1.1 * logSumExp(x)
      }
      const expected = gradient(objective, o)
      const found = cotangentOf(kernels, distribution, row, Float32Array.of(action), form, [0.7, 0.3, -1.1])
      for (const [a, x] of found.entries()) expect(x).toBeCloseTo(expected[a], 4)
    })
  })

  test('a masked action is never drawn, never the mode, and gets no gradient', async () => {
    const masks = Uint8Array.from({ length: ROWS * A }, (_, i) => (i % A === i % 3 ? 0 : 1))
    const [distribution, logits, kernels] = await make(masks)
    logits.forEach((o, row) => {
      const allowed = (a: number) => masks[row * A + a] !== 0
      const total = o.reduce((s, x, a) => s + (allowed(a) ? Math.exp(x) : 0), 0)
      expectFrequencies(
        distribution,
        row,
        o.map((x, a) => (allowed(a) ? Math.exp(x) / total : 0)),
      )
      const mode = new Float32Array(1)
      distribution.mode(row, mode, 0)
      expect(allowed(mode[0])).toBe(true)
      expect(Number.isFinite(distribution.entropy(row))).toBe(true)
      const found = cotangentOf(kernels, distribution, row, mode, 'policy', [1, 1, 1])
      found.forEach((x, a) => {
        if (!allowed(a)) expect(x).toBeCloseTo(0, 12)
      })
    })
  })
})

test.each([
  [[4], [1, 2, 3, 4], [0, 1, 1, 1], 4.407605964444],
  [[4], [1, 2, 3, 4], [0, 0, 0, 1], 4],
  [[4], [1, 2, 3, 4], [1, 1, 0, 1], 4.169846024],
  // Two choices: log(e² + e³), and log(e⁴ + e⁵) where the first and the last of them are forbidden.
  [[3, 4], [1, 2, 3, 9, 4, 5, 9], [0, 1, 1, 0, 1, 1, 0], 3.313261687518 + 5.313261687518],
  [[2, 2], [9, 2, 9, 4], [0, 1, 0, 1], 6],
])(
  'the partition of %j with logits %j where %j are allowed is %d',
  async (sizes, logits, allowed, expected) => {
    const kernels = await loadKernels()
    const outputs = kernels.tensor(2 * logits.length)
    outputs.data.set([...logits.map((o) => -o), ...logits])
    const distribution = new Categorical(kernels, sizes, 2)
    distribution.setOutputs(outputs, 2, Uint8Array.from([...logits.map(() => 1), ...allowed]))
    expect(distribution.logPartition(1)).toBeCloseTo(expected, 5)
  },
)

function expectFrequencies(distribution: Distribution, row: number, probabilities: readonly number[]): void {
  const draws = 20_000
  const counts = new Array<number>(probabilities.length).fill(0)
  const action = new Float32Array(1)
  for (let i = 0; i < draws; i++) {
    distribution.sample(row, random as Pcg64, action, 0)
    counts[action[0]]++
  }
  counts.forEach((n, a) => {
    const p = probabilities[a]
    if (p === 0) expect(n).toBe(0)
    else expect(Math.abs(n / draws - p)).toBeLessThan(4.5 * Math.sqrt((p * (1 - p)) / draws) + 1e-6)
  })
}

/** Actions of all rows, each other than the row before. */
function expectReadAtOnce(distribution: Distribution, actions: Float32Array): void {
  const column = () => new Float64Array(ROWS)
  const read = { logProbs: column(), outputs: column(), entropies: column() }
  distribution.readActions(ROWS, actions, read)
  for (let row = 0; row < ROWS; row++) {
    const offset = row * distribution.actionSize
    expect(read.logProbs[row]).toBe(distribution.logProb(row, actions, offset))
    expect(read.outputs[row]).toBe(distribution.output(row, actions, offset))
    expect(read.entropies[row]).toBe(distribution.entropy(row))
  }
}

describe.each([[[2, 3]], [[2, 2]]])('several choices, of %j', (sizes) => {
  const outputs = sizes.reduce((sum, size) => sum + size, 0)
  async function make(): Promise<[Categorical, number[][], Kernels]> {
    const kernels = await loadKernels()
    const logits = kernels.tensor(ROWS * outputs)
    logits.data.set(normals(ROWS * outputs, 1.5))
    const distribution = new Categorical(kernels, sizes, ROWS)
    distribution.setOutputs(logits, ROWS)
    const rows = Array.from({ length: ROWS }, (_, r) =>
      Array.from(logits.data.subarray(r * outputs, (r + 1) * outputs)),
    )
    return [distribution, rows, kernels]
  }
  const blocks = (o: readonly number[]) => [o.slice(0, sizes[0]), o.slice(sizes[0])]
  const entropyOf = (o: readonly number[]) => -softmax(o).reduce((s, p) => s + p * Math.log(p), 0)

  test('log-probability, output, entropy and partition are sums over the choices', async () => {
    const [distribution, logits] = await make()
    for (const [row, o] of logits.entries()) {
      const [first, second] = blocks(o)
      const action = Float32Array.of(1, row % sizes[1])
      expect(distribution.output(row, action, 0)).toBeCloseTo(first[1] + second[action[1]], 5)
      expect(distribution.logPartition(row)).toBeCloseTo(logSumExp(first) + logSumExp(second), 5)
      const log = first[1] + second[action[1]] - logSumExp(first) - logSumExp(second)
      expect(distribution.logProb(row, action, 0)).toBeCloseTo(log, 5)
      expect(distribution.entropy(row)).toBeCloseTo(entropyOf(first) + entropyOf(second), 5)
    }
  })

  test('all rows at once are what each is alone', async () => {
    const [distribution] = await make()
    expectReadAtOnce(
      distribution,
      Float32Array.from({ length: 2 * ROWS }, (_, i) => (i >> 1) % sizes[i % 2]),
    )
  })

  test('every form: the cotangent is the gradient', async () => {
    const [distribution, logits, kernels] = await make()
    for (const [row, o] of logits.entries())
      for (const [form, kappa] of FORMS) {
        const action = Float32Array.of(0, 1)
        const expected = gradient((x) => {
          const [first, second] = blocks(x)
          const partition = logSumExp(first) + logSumExp(second)
          const log = first[0] + second[1] - kappa * partition
          return 0.7 * log + 0.3 * (entropyOf(first) + entropyOf(second)) - 1.1 * partition
        }, o)
        const found = cotangentOf(kernels, distribution, row, action, form, [0.7, 0.3, -1.1])
        for (const [i, x] of found.entries()) expect(x).toBeCloseTo(expected[i], 4)
      }
  })

  test('samples and the mode fill one number a choice', async () => {
    const [distribution, logits] = await make()
    const action = new Float32Array(2)
    for (const [row, o] of logits.entries()) {
      const counts = new Float64Array(sizes[1])
      for (let i = 0; i < 5_000; i++) {
        distribution.sample(row, random, action, 0)
        counts[action[1]]++
      }
      const probabilities = softmax(blocks(o)[1])
      for (const [a, p] of probabilities.entries())
        expect(Math.abs(counts[a] / 5_000 - p)).toBeLessThan(0.035)
      distribution.mode(row, action, 0)
      expect(probabilities[action[1]]).toBe(Math.max(...probabilities))
    }
  })
})

describe('Gaussian', () => {
  const D = 3
  async function make(): Promise<[Gaussian, number[][], number[], Tensor, Kernels]> {
    const kernels = await loadKernels()
    const [means, logStd, cotangents] = [ROWS * D, D, D].map((n) => kernels.tensor(n))
    means.data.set(normals(ROWS * D))
    logStd.data.set([-0.5, 0, 0.4])
    const distribution = new Gaussian(logStd, cotangents)
    distribution.setOutputs(means, ROWS)
    const rows = Array.from({ length: ROWS }, (_, r) => Array.from(means.data.subarray(r * D, r * D + D)))
    return [distribution, rows, Array.from(logStd.data), cotangents, kernels]
  }
  const unnormalised = (a: ArrayLike<number>, m: readonly number[], s: readonly number[]) =>
    m.reduce((sum, mean, d) => sum - 0.5 * ((a[d] - mean) / Math.exp(s[d])) ** 2, 0)
  const partition = (s: readonly number[]) => s.reduce((sum, x) => sum + x + 0.5 * Math.log(2 * Math.PI), 0)
  const entropy = (s: readonly number[]) =>
    s.reduce((sum, x) => sum + x + 0.5 * Math.log(2 * Math.PI * Math.E), 0)

  test('log-probability and entropy equal their definitions', async () => {
    const [distribution, means, logStd] = await make()
    means.forEach((mean, row) => {
      const action = normals(D)
      expect(distribution.logProb(row, action, 0)).toBeCloseTo(
        unnormalised(action, mean, logStd) - partition(logStd),
        5,
      )
      expect(distribution.entropy(row)).toBeCloseTo(entropy(logStd), 6)
    })
  })

  test('all rows at once are what each is alone', async () => {
    const [distribution] = await make()
    expectReadAtOnce(distribution, Float32Array.from(normals(ROWS * D)))
  })

  test.each<[Form, kappa: number]>(FORMS)(
    '%s form: the cotangents of mean and log-std are the gradient',
    async (form, kappa) => {
      const [distribution, means, logStd, logStdCotangents, kernels] = await make()
      means.forEach((mean, row) => {
        const action = normals(D)
        const objective = (x: number[]) => {
          const [m, s] = [x.slice(0, D), x.slice(D)]
          const log = unnormalised(action, m, s) - kappa * partition(s)
          return 0.7 * log + 0.3 * entropy(s) - 1.1 * partition(s)
        }
        const expected = gradient(objective, [...mean, ...logStd])
        logStdCotangents.data.fill(0)
        const found = [
          ...cotangentOf(kernels, distribution, row, action, form, [0.7, 0.3, -1.1]),
          ...logStdCotangents.data,
        ]
        for (const [i, x] of found.entries()) expect(x).toBeCloseTo(expected[i], 3)
      })
    },
  )

  test('samples have the mean and deviation of their row; the mode is the mean', async () => {
    const [distribution, means, logStd] = await make()
    const draws = 20_000
    means.forEach((mean, row) => {
      const action = new Float32Array(D)
      const sums = new Float64Array(D)
      const squares = new Float64Array(D)
      for (let i = 0; i < draws; i++) {
        distribution.sample(row, random, action, 0)
        action.forEach((a, d) => {
          sums[d] += a
          squares[d] += (a - mean[d]) ** 2
        })
      }
      mean.forEach((m, d) => {
        const std = Math.exp(logStd[d])
        expect(Math.abs(sums[d] / draws - m)).toBeLessThan((4.5 * std) / Math.sqrt(draws))
        expect(Math.abs(squares[d] / draws / std ** 2 - 1)).toBeLessThan(4.5 * Math.sqrt(2 / draws))
      })
      distribution.mode(row, action, 0)
      for (const [d, m] of mean.entries()) expect(action[d]).toBeCloseTo(m, 6)
    })
  })
})
