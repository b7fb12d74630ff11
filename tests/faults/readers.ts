/** All that reads what others have written: each with something that it reads without a word. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { pack, unpack } from '../../lab/pages/train/archive.ts'
import { parsePlace } from '../../lab/place.ts'
import { pointAt } from '../../lab/points/address.ts'
import { readUpdate } from '../../src/cli/update-source.ts'
import { make } from '../../src/envs/index.ts'
import { digestOf } from '../../src/networks/digest.ts'
import { decodeSafetensors, encodeSafetensors, type NamedTensor } from '../../src/networks/index.ts'
import { loadPolicy } from '../../src/policies/load.ts'
import { readChanges, readConfig, readMetrics, readResult } from '../../src/runs/files/index.ts'
import { lockFolder } from '../../src/runs/folder/index.ts'
import { loadRun, type Run } from '../../src/runs/index.ts'
import { readStudyFile } from '../../src/studies/file/read.ts'
import { studyCommands } from '../../src/studies/folder/study-file.ts'
import { outcomeFrom, progressFrom, queuedRunFrom, runIdFrom } from '../../src/studies/queue/messages.ts'
import { expandRun } from '../../src/studies/queue/run-archive.ts'
import { studyId } from '../../src/studies/queue/study-id.ts'
import { readSearchFile } from '../../src/studies/search/search-file.ts'
import { resolveConfig } from '../../src/training/config.ts'
import { resolveUpdate } from '../../src/updates/index.ts'

export interface Reader {
  /** What it reads without a word. */
  readonly good: Buffer
  /** What it makes of bytes, at once or later. */
  read(bytes: Buffer): unknown
}

const config = resolveConfig({ env: 'CartPole-v1' })
const study = '01234567-89ab-cdef-0123-456789abcdef'
const json = (value: unknown) => Buffer.from(JSON.stringify(value))
const text = (value: string) => Buffer.from(value)
const row = { update: 1, step: 512, episodes: 3, meanReturn: 20.5, entropy: 0.69 }
const result = {
  status: 'finished',
  steps: 512,
  updates: 1,
  episodes: 3,
  meanReturn: null,
  best: { step: 512, meanReturn: 20 },
  seconds: 1,
  stepsPerSecond: 512,
} as const
const job = { name: 'ppo seed 1', member: 'ppo', config, priority: 0 }

/** A folder of files that are written anew for each input. */
const dir = mkdtempSync(join(tmpdir(), 'formscale-readers-'))
export const removeFiles = (): void => rmSync(dir, { recursive: true, force: true })
mkdirSync(join(dir, 'search'))

/** Reads a new file with these bytes: a disk may hold up whoever writes over an old one, until that is stored. */
const inFile = (name: string, read: (file: string) => unknown) => (bytes: Buffer) => {
  const file = join(dir, name)
  rmSync(file, { force: true })
  writeFileSync(file, bytes)
  return read(file)
}

/** What stands for the JSON of others: BullMQ's, a file's that is looked over by `read`. */
function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(String(bytes))
  } catch {
    return undefined
  }
}

/** A header beside these tensors, with a checksum that fits: as somebody would forge it. */
function forged(
  bytes: Uint8Array,
  key: 'state' | 'policy',
): { header: Buffer; with(header: Buffer): Buffer } {
  const { tensors, metadata } = decodeSafetensors(bytes)
  return {
    header: text(metadata[key]),
    with: (header) => {
      const sha256 = digestOf(tensors as Record<string, NamedTensor>, String(header))
      return Buffer.from(
        encodeSafetensors({ tensors, metadata: { ...metadata, [key]: String(header), sha256 } }),
      )
    },
  }
}

const STUDY = `about: a study
environments:
  - CartPole-v1
  - { id: Garnet-v0?states=30&mdpSeed=2, budget: { totalSteps: 4096 }, settings: { gamma: 0.9 } }
updates:
  - ppo
  - { name: mine, base: a2c, grid: { scale.alphaR: [0, 0.5], optimiser.learningRate: [0.001, 0.01] } }
seeds: 3
budget: { totalSteps: 8192 }
settings: &all { network.hidden: [8], numEnvs: 2 }
search:
  method: random
  metric: final return
  seeds: [101, 102]
  trials: 4
  spaces: { found: { base: ppo, space: { scale.beta: { from: 0, to: 1 } } } }
`

const SEARCH = {
  metric: 'final return',
  reduction: 3,
  rungs: 2,
  spaces: [
    {
      name: 'found',
      promotions: [{ trial: 'found-001', rung: 1 }],
      best: null,
      trials: [{ name: 'found-001', coordinates: { 'scale.beta': 0.5 }, values: [[1, null]] }],
    },
  ],
}

/** @param run a small one that was trained. */
export function readersOf(run: Run): Record<string, Reader> {
  const checkpoint = forged(run.toBytes(), 'state')
  const policy = forged(run.policy.toBytes(), 'policy')
  const { kernels } = decodeHeader(checkpoint.header)
  const files = { config: run.config, kernels, checkpoint: run.toBytes(), rows: [], result: run.result }
  return {
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
      good: text(`${JSON.stringify(row)}\n${JSON.stringify({ ...row, update: 2 })}\n`),
      read: (bytes) => readMetrics(String(bytes)),
    },
    'changes.jsonl': {
      good: text('{"step":64,"path":"gamma","value":0.9}\n{"step":128,"path":"update.form","value":0.5}\n'),
      read: (bytes) => readChanges(String(bytes)),
    },
    'result.json': { good: json(result), read: (bytes) => readResult(String(bytes)) },
    'in-use.json': {
      good: json({ pid: 2 ** 22 + 1, host: 'elsewhere', began: '1' }),
      read: inFile('in-use.json', () => {
        try {
          lockFolder(dir)()
        } catch (error) {
          if (!/is in use by process/.test((error as Error).message)) throw error
        }
      }),
    },
    'study.json': { good: json({ commands: ['a'] }), read: inFile('study.json', () => studyCommands(dir)) },
    'queue.json': { good: json({ study }), read: inFile('queue.json', () => studyId(dir)) },
    'search.json': { good: json(SEARCH), read: inFile('search/search.json', () => readSearchFile(dir)) },
    'a study file': { good: text(STUDY), read: inFile('study.yaml', readStudyFile) },
    'an update file': { good: json(config.update), read: inFile('update.json', readUpdate) },
    'a point of the family': {
      good: json(config.update),
      read: (bytes) => resolveUpdate(parsed(bytes) as never),
    },
    'an id of an environment': {
      good: text('Garnet-v0?states=30&mdpSeed=2'),
      read: (bytes) => make(String(bytes)).close?.(),
    },
    'an address of the lab': {
      good: text('#/explore?a=ppo,alphaR:-0.5,trust:clip:0.2:0.28&b=mse,tau:0.05,robust:huber:1&at=0.1,0.2'),
      read: (bytes) => {
        const { query } = parsePlace(String(bytes))
        return Object.values(query).map(pointAt)
      },
    },
    'a zip of a run': {
      good: Buffer.from(pack(files)),
      read: (bytes) => unpack([{ path: 'run.zip', file: new Blob([Uint8Array.from(bytes)]) }]),
    },
    'a forged checkpoint': {
      good: checkpoint.header,
      read: (header) => loadRun(checkpoint.with(header)),
    },
    'a forged policy': { good: policy.header, read: (header) => loadPolicy(policy.with(header)) },
    'a queued run': { good: json({ study, job }), read: (bytes) => queuedRunFrom(parsed(bytes)) },
    'files of a queued run': {
      good: gzipSync(json({ config })),
      read: (bytes) => expandRun(new Map([['config.json', bytes]])),
    },
    'a message of progress': {
      good: json({ id: `${study}-${'0'.repeat(24)}`, metrics: row }),
      read: (bytes) => progressFrom(String(bytes)),
    },
    'an outcome': {
      good: json({ status: 'finished', result }),
      read: (bytes) => outcomeFrom(String(bytes)),
    },
    'an id of a run': {
      good: text(`${study}-${'0'.repeat(24)}`),
      read: (bytes) => runIdFrom(String(bytes)),
    },
  }
}

const decodeHeader = (header: Buffer) => JSON.parse(String(header))
