/** Whatever bytes a reader is given, it gives a value or a sentence, soon, and within its memory. */
import { Script } from 'node:vm'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { train } from '../../src/runs/index.ts'
import { type Reader, readersOf, removeFiles } from './readers.ts'
import { isLong, isSentence, tallyOf, times } from './tally.ts'

const run = await train({
  env: 'CartPole-v1',
  totalSteps: 64,
  numEnvs: 2,
  rolloutSteps: 32,
  network: { hidden: [2] },
})
const readers = readersOf(run)
afterAll(removeFiles)

/** Inputs that are read in one go: a watch over each alone would take most of the time. */
const TOGETHER = 50
/** Milliseconds after which they are ended: on a busy machine they wait. A hang is a second of processor time. */
const ENDED = 20_000
const HANG = 1000
/** Megabytes that the process may hold at any time beyond what it began with: garbage that waits is not much. */
const MOST_MEMORY = 512

const anyJson = fc.json({ maxDepth: 4 }).map((text) => Buffer.from(text))
const anyBytes = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes))

/** What has brought down readers of other programs. */
const tricks = [
  ...[
    '-1',
    '-0',
    '1e999',
    '1e9',
    '99999999999',
    'NaN',
    'null',
    '{}',
    '[]',
    '""',
    '\\u0000',
    '\\n',
    '\\u009b',
    '\0',
    '%00',
    '%',
  ],
  ...[
    '__proto__',
    'constructor',
    'toString',
    '../../../etc/passwd',
    '/dev/zero',
    './evil.mjs',
    'gymnasium:os:x',
  ],
  ...[
    '&a [*a]',
    '*all',
    '<<: *all',
    '!!js/function',
    '- ',
    ': ',
    '\t',
    '"',
    "'",
    '?states=1e9',
    '&states=2000',
  ],
]

/** The good bytes with a few pieces replaced. */
const mutated = (good: Buffer) =>
  fc
    .array(
      fc.record({
        at: fc.nat(good.length),
        length: fc.nat(12),
        piece: fc.oneof(
          anyBytes,
          fc.constantFrom(...tricks).map((text) => Buffer.from(text)),
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

/** Calls what may hang rather than wait, and ends it. */
const script = new Script('formscaleReads()')
function ended<T>(call: () => T): T {
  Object.assign(globalThis, { formscaleReads: call })
  return script.runInThisContext({ timeout: ENDED })
}

/** What comes of reading: nothing, or the error. */
function attempt(read: Reader['read'], bytes: Buffer): Promise<unknown> {
  try {
    return Promise.resolve(read(bytes)).then(
      () => undefined,
      (error: unknown) => error,
    )
  } catch (error) {
    return Promise.resolve(error)
  }
}

/** Reads all of them, and names the one that hangs. */
function attempts(read: Reader['read'], inputs: readonly Buffer[]): Promise<unknown>[] {
  let current = inputs[0]
  const readAll = () =>
    inputs.map((bytes) => {
      current = bytes
      return attempt(read, bytes)
    })
  try {
    return ended(readAll)
  } catch (error) {
    throw because(current, error)
  }
}

/** An error that names the input it comes of. */
const because = (bytes: Buffer, cause: unknown) =>
  new Error(`reading these bytes in base64: ${bytes.toString('base64')}`, { cause })

describe.each(Object.entries(readers))('%s', (what, { good, read }) => {
  const tally = tallyOf(`inputs to ${what}`)
  const input = fc.oneof(mutated(good), anyJson, anyBytes)

  test('is read as it is written', async () => {
    await read(good)
  })

  test('else it is refused in a sentence', async () => {
    const before = process.memoryUsage.rss()
    const spent = { longest: 0, memory: 0 }
    await fc.assert(
      fc.asyncProperty(fc.array(input, { minLength: TOGETHER, maxLength: TOGETHER }), async (inputs) => {
        tally.tried += TOGETHER
        const began = process.cpuUsage()
        const errors = await Promise.all(attempts(read, inputs))
        const { user, system } = process.cpuUsage(began)
        spent.longest = Math.max(spent.longest, (user + system) / 1000)
        spent.memory = Math.max(spent.memory, (process.memoryUsage.rss() - before) / 1e6)
        for (const [i, error] of errors.entries())
          if (error !== undefined && !isSentence(error)) throw because(inputs[i], error)
        tally.survived += TOGETHER
      }),
      { numRuns: times(2000, 100_000) / TOGETHER, endOnFailure: true },
    )
    Object.assign(tally, spent)
    expect(spent.memory).toBeLessThan(MOST_MEMORY)
    if (isLong) expect(spent.longest).toBeLessThan(HANG)
  }, 3_600_000)
})
