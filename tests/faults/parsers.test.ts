/** Whatever bytes a reader is given, it gives a value or a sentence, within a second. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeSafetensors, encodeSafetensors } from '../../src/networks/index.ts'
import { readConfig, readMetrics, readResult } from '../../src/runs/files/index.ts'
import { outcomeFrom, progressFrom, queuedRunFrom, runIdFrom } from '../../src/studies/queue/messages.ts'
import { resolveConfig } from '../../src/training/config.ts'
import { resolveUpdate } from '../../src/updates/index.ts'
import { isSentence, tallyOf, times } from './tally.ts'

const config = resolveConfig({ env: 'CartPole-v1' })
const study = '01234567-89ab-cdef-0123-456789abcdef'
const json = (value: unknown) => Buffer.from(JSON.stringify(value))
const row = { update: 1, step: 512, episodes: 3, meanReturn: 20.5, entropy: 0.69 }
const result = {
  status: 'finished',
  steps: 512,
  updates: 1,
  episodes: 3,
  meanReturn: null,
  seconds: 1,
  stepsPerSecond: 512,
}
const job = { name: 'ppo seed 1', member: 'ppo', config, priority: 0 }

interface Reader {
  /** What it reads without a word. */
  readonly good: Buffer
  read(bytes: Buffer): unknown
}

const readers: Record<string, Reader> = {
  safetensors: {
    good: Buffer.from(
      encodeSafetensors({
        tensors: {
          a: { shape: [2, 2], data: new Float32Array(4) },
          b: { shape: [3], data: new Float64Array(3) },
        },
        metadata: { format: 'x', state: '{}' },
      }),
    ),
    read: (bytes) => decodeSafetensors(bytes),
  },
  'config.json': {
    good: json({ formscale: '0.1.0', node: 'v20', kernels: 'simd', config }),
    read: (bytes) => readConfig(String(bytes)),
  },
  'metrics.jsonl': {
    good: Buffer.from(`${JSON.stringify(row)}\n${JSON.stringify({ ...row, update: 2 })}\n`),
    read: (bytes) => readMetrics(String(bytes)),
  },
  'result.json': { good: json(result), read: (bytes) => readResult(String(bytes)) },
  'a queued run': { good: json({ study, job }), read: (bytes) => queuedRunFrom(parsed(bytes)) },
  'a message of progress': {
    good: json({ id: `${study}-${'0'.repeat(24)}`, metrics: row }),
    read: (bytes) => progressFrom(String(bytes)),
  },
  'an outcome': { good: json({ status: 'finished', result }), read: (bytes) => outcomeFrom(String(bytes)) },
  'an id of a run': {
    good: Buffer.from(`${study}-${'0'.repeat(24)}`),
    read: (bytes) => runIdFrom(String(bytes)),
  },
  'a point of the family': {
    good: json(config.update),
    read: (bytes) => resolveUpdate(parsed(bytes) as never),
  },
}

/** What stands for the JSON of others: BullMQ's, a file's that is looked over by `read`. */
function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(String(bytes))
  } catch {
    return undefined
  }
}

const anyJson = fc.json({ maxDepth: 4 }).map((text) => Buffer.from(text))
const anyBytes = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes))

/** The good bytes with a few pieces replaced. */
const mutated = (good: Buffer) =>
  fc
    .array(
      fc.record({
        at: fc.nat(good.length),
        length: fc.nat(12),
        piece: fc.oneof(
          anyBytes,
          fc
            .constantFrom('-1', '1e999', 'null', '{}', '[]', '""', '\\u0000', '__proto__')
            .map((text) => Buffer.from(text)),
        ),
      }),
      { minLength: 1, maxLength: 4 },
    )
    .map((changes) =>
      changes.reduce<Buffer>(
        (bytes, { at, length, piece }) =>
          Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at + length)]),
        good,
      ),
    )

describe.each(Object.entries(readers))('%s', (what, { good, read }) => {
  const tally = tallyOf(`inputs to ${what}`)

  test('is read as it is written', () => {
    expect(() => read(good)).not.toThrow()
  })

  test('else it is refused in a sentence', () => {
    let slowest = 0
    fc.assert(
      fc.property(fc.oneof(mutated(good), anyJson, anyBytes), (bytes) => {
        tally.tried++
        const began = performance.now()
        try {
          read(bytes)
        } catch (error) {
          if (!isSentence(error)) throw error
        }
        slowest = Math.max(slowest, performance.now() - began)
        tally.survived++
      }),
      { numRuns: times(2000, 100_000) },
    )
    // A hang, and no measure of speed: what is read here takes a millisecond or two.
    expect(slowest).toBeLessThan(5000)
  }, 1_800_000)
})
