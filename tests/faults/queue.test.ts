/** Messages in a queue that nothing of ours has put there: no code is run, no file touched, and the study beside them ends. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { Queue } from 'bullmq'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { resultIn } from '../../src/runs/folder/index.ts'
import { nested } from '../../src/settings/paths.ts'
import { resolveConfig } from '../../src/training/config.ts'
import { version } from '../../src/training/version.ts'
import { hasRedis, testBench } from '../redis-server.ts'
import { tallyOf, times } from './tally.ts'

const tally = tallyOf('hostile messages in a queue')
const executed = tallyOf('hostile messages: code that was not executed')

const bench = testBench()
const at = (...path: string[]) => join(bench.path, ...path)

const study = '01234567-89ab-cdef-0123-456789abcdef'
const SMALL = { numEnvs: 1, rolloutSteps: 8, epochs: 1, minibatches: 1, 'network.hidden': [2] }
const config = resolveConfig({ env: 'Bandit-v0', totalSteps: 8, update: 'a2c', ...nested(SMALL) } as never)
const good = { study, job: { name: 'a2c', member: 'a2c', config, priority: 0 } }

/** Every way to a value in `value`. */
const pathsIn = (value: unknown, path: string[] = []): string[][] =>
  typeof value === 'object' && value !== null
    ? [path, ...Object.entries(value).flatMap(([key, inner]) => pathsIn(inner, [...path, key]))]
    : [path]

function replaced(value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown {
  if (key === undefined) return by
  return { ...(value as object), [key]: replaced((value as Record<string, unknown>)[key], rest, by) }
}

/** @param evil a file that leaves a note if anybody runs it; `victim` a folder that must stay as it is. */
function messages(evil: string, victim: string) {
  const bad = [
    ...[
      evil,
      './evil.mjs',
      'gymnasium:evil:Evil-v0',
      `../..${victim}`,
      `x/../../..${victim}/precious`,
      '__proto__',
    ],
    ...[
      '\u001b[2J\n  ended  forged',
      -1,
      0.5,
      Number.POSITIVE_INFINITY,
      null,
      true,
      [],
      {},
      '',
      { own: evil },
      { scale: { own: evil } },
    ],
  ]
  const files = [
    'evil.mjs',
    'config.json',
    'checkpoint/checkpoint.safetensors',
    'metrics.jsonl',
    `../../..${victim}/precious`,
  ]
  return fc.record({
    data: fc.oneof(
      fc.jsonValue(),
      fc
        .tuple(fc.constantFrom(...pathsIn(good)), fc.constantFrom(...bad))
        .map(([path, by]) => replaced(good, path, by)),
    ),
    id: fc.oneof(
      { weight: 4, arbitrary: fc.stringMatching(/^[0-9a-f]{24}$/).map((hash) => `${study}-${hash}`) },
      fc.constantFrom(`../..${victim}`, `x/../../../..${victim}`, 'a b', study, '%2e%2e'),
    ),
    file: fc.option(
      fc.record({
        name: fc.constantFrom(...files),
        content: fc.oneof(
          fc.uint8Array({ maxLength: 100 }).map((bytes) => Buffer.from(bytes)),
          fc
            .constantFrom('', '{}', `{"config":{"env":${JSON.stringify(evil)}}}`)
            .map((text) => gzipSync(text)),
          fc.constant(gzipSync(Buffer.alloc(2 ** 24))),
        ),
      }),
    ),
    progress: fc.oneof(fc.json(), fc.string()),
  })
}

test.skipIf(!hasRedis)(
  'hostile messages',
  async () => {
    await bench.startRedis()
    mkdirSync(at('victim'))
    writeFileSync(at('victim/precious'), '')
    writeFileSync(
      at('evil.mjs'),
      `import { writeFileSync } from 'node:fs'\nwriteFileSync(${JSON.stringify(at('executed'))}, '')\n`,
    )
    const url = `redis://127.0.0.1:${bench.port}`
    const host = bench.formscale('worker', '--redis', url, '--concurrency', '2', '--patience', '2')
    writeFileSync(
      at('study.yaml'),
      `environments: [Bandit-v0]\nupdates: [a2c]\nseeds: 2\nbudget: { totalSteps: 8 }\nsettings: ${JSON.stringify(SMALL)}\n`,
    )
    const client = bench.client()
    const queue = new Queue(`runs-${version}`, { prefix: 'formscale', connection: { port: bench.port } })
    const all = fc.sample(messages(at('evil.mjs'), at('victim')), { numRuns: times(60, 2000), seed: 1 })
    for (const { data, id, file, progress } of all) {
      tally.tried++
      executed.tried++
      if (file) await client.hset(`formscale:run:${id}`, `file:${file.name}`, file.content)
      await queue.add('run', data, { jobId: id }).catch(() => {}) // Some are refused by BullMQ itself.
      await client.publish(`formscale:progress:${study}`, progress)
    }
    const sweep = bench.formscale('sweep', 'study.yaml', '--redis', url)
    expect([await sweep.ended, sweep.output]).toEqual([0, expect.anything()])
    for (const seed of [1, 2])
      expect(resultIn(at(`runs/study/Bandit-v0/a2c/seed-${seed}`))?.status).toBe('finished')
    // What handed itself back waits for another worker; all else has been looked at.
    await bench.until(
      'the queue is through',
      async () => (await queue.getWaitingCount()) + (await queue.getPrioritizedCount()) === 0,
    )
    await queue.close()
    expect(host.child.exitCode).toBe(null)
    expect(host.output.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u)
    expect(host.output).not.toMatch(/^ {2}ended {2}forged/m)
    expect(readdirSync(at('victim'))).toEqual(['precious'])
    expect(readFileSync(at('victim/precious'), 'utf8')).toBe('')
    tally.survived = tally.tried
    expect(existsSync(at('executed'))).toBe(false)
    executed.survived = executed.tried
  },
  1_800_000,
)
