/** Threads run built files, so these tests are of dist/. */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { expect, onTestFinished, test } from 'vitest'
import type { KernelBuild, Tensor } from '../src/kernels/index.ts'

const dist = (file: string) => import(new URL(`../dist/${file}`, import.meta.url).href)
const {
  activate,
  activationBackward,
  adam,
  add,
  allocatePatterns,
  columnSums,
  convolve,
  convolveBackwardInput,
  convolveBackwardWeights,
  findPatterns,
  gatherByPattern,
  layerNorm,
  linear,
  linearBackwardInput,
  linearBackwardWeights,
  loadKernels,
  patternTable,
  patternTableBackward,
  sgd,
  sumPatterns,
}: typeof import('../src/kernels/index.ts') = await dist('kernels/index.js')
const { Session }: typeof import('../src/training/session.ts') = await dist('training/session.js')
const { resolveConfig }: typeof import('../src/training/config.ts') = await dist('training/config.js')
const {
  beginTurn,
  controlIn,
  endTurn,
  join,
  leave,
  PIECES_EACH,
  pieceStart,
  stopWorkers,
  takePiece,
}: typeof import('../src/kernels/threads/control.ts') = await dist('kernels/threads/control.js')

/** Every kernel that can be divided, on shapes that are divided unevenly: a digest of each result. */
async function results(build: KernelBuild, threads: number): Promise<string[]> {
  const kernels = await loadKernels({ build, shared: threads > 1 })
  await kernels.startThreads(threads)
  onTestFinished(() => kernels.stopThreads())
  expect(kernels.threads).toBe(threads)
  let state = 7
  const written: Tensor[] = []
  const values = (length: number) => {
    const tensor = kernels.tensor(length)
    for (let i = 0; i < length; i++) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0
      tensor.data[i] = state / 2 ** 31
    }
    return tensor
  }
  const target = (length: number) => {
    const tensor = kernels.tensor(length)
    written.push(tensor)
    return tensor
  }
  // A wide and a narrow layer, and one whose weights have few rows to divide.
  for (const [rows, inputs, outputs] of [
    [1031, 67, 33],
    [20_011, 30, 2],
    [30_001, 3, 9],
  ]) {
    const [x, weights, bias] = [values(rows * inputs), values(inputs * outputs), values(outputs)]
    const y = target(rows * outputs)
    linear(kernels, x, weights, bias, y, rows, inputs, outputs, 'tanh')
    const dy = values(rows * outputs)
    linearBackwardInput(kernels, dy, weights, target(rows * inputs), rows, inputs, outputs)
    linearBackwardWeights(kernels, x, dy, target(inputs * outputs), rows, inputs, outputs)
    columnSums(kernels, dy, target(outputs), rows, outputs)
  }
  const length = 100_003
  const [a, b] = [values(length), values(length)]
  activate(kernels, 'silu', a, target(length), length)
  const sum = target(length)
  add(kernels, b, sum, length)
  add(kernels, a, sum, length)
  activationBackward(kernels, 'silu', a, a, b, target(length), length)
  const shape = { height: 7, width: 9, channels: 3, size: 3, stride: 2 }
  const images = values(401 * 189)
  const [kernel, dConvolution] = [values(27 * 30), values(401 * 12 * 30)]
  convolve(kernels, images, kernel, values(30), target(401 * 12 * 30), 401, shape, 30, 'relu')
  convolveBackwardWeights(kernels, images, dConvolution, target(27 * 30), 401, shape, 30)
  convolveBackwardInput(kernels, dConvolution, kernel, target(401 * 189), 401, shape, 30)
  const boards = values(401 * 189)
  boards.data.forEach((value, i, all) => {
    all[i] = value > 0.8 ? 1 : 0
  })
  const patterns = allocatePatterns(kernels, 401, shape, 401 * 12)
  expect(findPatterns(kernels, boards, 401, shape, patterns, 401 * 12)).toBe(true)
  const [filters, outputs] = [9, 67]
  const [convolved, weights] = [values(patterns.count * filters), values(12 * filters * outputs)]
  const [table, dTable] = [target(patterns.count * outputs), target(patterns.count * outputs)]
  patternTable(kernels, patterns, convolved, weights, table, filters, outputs)
  sumPatterns(kernels, patterns, table, values(outputs), target(401 * outputs), outputs, 'tanh')
  gatherByPattern(kernels, patterns, values(401 * outputs), dTable, outputs)
  const gradients = [target(convolved.length), target(weights.length)] as const
  patternTableBackward(kernels, patterns, convolved, weights, dTable, ...gradients, filters, outputs)
  const [rows, columns] = [2003, 21]
  const [mean, inverseStd] = [target(rows), target(rows)]
  const [gain, bias] = [values(columns), values(columns)]
  layerNorm(kernels, a, gain, bias, target(rows * columns), mean, inverseStd, rows, columns, 1e-5)
  const [parameters, m, v] = [target(length), target(length), target(length)]
  const adamOptions = {
    learningRate: 0.1,
    beta1: 0.9,
    beta2: 0.99,
    epsilon: 1e-5,
    step: 3,
    gradientScale: 0.5,
  }
  adam(kernels, parameters, b, m, v, length, adamOptions)
  sgd(kernels, parameters, a, m, length, { learningRate: 0.1, momentum: 0.9, gradientScale: 1 })
  return written.map(({ data }) => {
    expect(data.some((value) => value !== 0)).toBe(true)
    return createHash('sha256')
      .update(Uint8Array.from(new Uint8Array(data.buffer, data.byteOffset, data.byteLength)))
      .digest('hex')
  })
}

test.each(['simd', 'relaxed-simd'] as const)(
  '%s: two threads and three give the bits of one',
  async (build) => {
    const alone = await results(build, 1)
    expect(new Set(alone).size).toBe(alone.length)
    for (const threads of [2, 3]) expect(await results(build, threads)).toEqual(alone)
  },
)

test('pieces cover everything once, for any number of them', () => {
  for (const extent of [1, 3, 8, 13, 1000])
    for (const pieces of [1, 2, 3, 7])
      for (const grain of [4, 12]) {
        const starts = Array.from({ length: pieces + 1 }, (_, piece) =>
          pieceStart(extent, piece, pieces, grain),
        )
        expect([starts[0], starts[pieces]]).toEqual([0, extent])
        for (let piece = 0; piece < pieces; piece++)
          expect(starts[piece + 1]).toBeGreaterThanOrEqual(starts[piece])
      }
})

test('a thread takes its own pieces, then others; one that comes late finds none, and nobody has waited for it', () => {
  const control = controlIn(2)
  const { words } = control
  words[PIECES_EACH] = 2
  const takeAll = () => Array.from({ length: 4 }, () => takePiece(control, 0))
  beginTurn(control)
  expect([takePiece(control, 1), ...takeAll()]).toEqual([2, 0, 1, 3, -1])
  endTurn(control)
  join(words)
  expect(takePiece(control, 1)).toBe(-1)
  leave(words)
  beginTurn(control)
  expect(takeAll()).toEqual([0, 1, 2, 3])
})

test('a thread that is stopped finds no pieces of the last call', () => {
  const control = controlIn(2)
  control.words[PIECES_EACH] = 2
  beginTurn(control)
  endTurn(control)
  stopWorkers(control)
  expect(takePiece(control, 1)).toBe(-1)
})

test.each([
  ['Acrobot-v1', {}],
  [
    'MinAtar/Breakout-v1',
    { network: { convolutions: [{ filters: 4, size: 3 }], hidden: [32], activation: 'relu' } },
  ],
] as const)('%s is learned to the same bits with 1 thread, 3, and by choice', async (env, settings) => {
  const learned = async (threads: number | 'auto') => {
    const config = resolveConfig({ env, numEnvs: 8, rolloutSteps: 64, minibatches: 1, threads, ...settings })
    const session = await Session.create(config, env)
    onTestFinished(() => session.close())
    session.begin()
    for (let update = 0; update < 3; update++) session.update()
    return Array.from(session.policy.network.parameters.values.data)
  }
  const alone = await learned(1)
  expect(await learned(3)).toEqual(alone)
  expect(await learned('auto')).toEqual(alone)
})

test('threads that nobody stopped do not keep a program from ending', () => {
  const program = `
    import { loadKernels } from './dist/kernels/index.js'
    const kernels = await loadKernels({ shared: true })
    await kernels.startThreads(2)
    console.log(kernels.threads)`
  const { stdout, status } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
    encoding: 'utf8',
    timeout: 50_000,
  })
  expect([stdout, status]).toEqual(['2\n', 0])
})
