/** Files of a run with damage to them: each is read as it was, or refused in a sentence; none is shown as something else. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { stream } from '../../src/random/index.ts'
import { readRun, runIn } from '../../src/runs/folder/index.ts'
import { train } from '../../src/runs/index.ts'
import { isSentence, tallyOf, times } from './tally.ts'

const tally = tallyOf('damaged files')

const FILES = ['checkpoint/checkpoint.safetensors', 'config.json', 'metrics.jsonl', 'result.json'] as const
const dir = mkdtempSync(join(tmpdir(), 'formscale-damage-'))
const at = (...names: string[]) => join(dir, ...names)
let whole: unknown

/** What the run's files say, but for the notes on the versions that made it. */
const everything = async () => {
  const { checkpoint, kernels } = await runIn(at('run'))
  const { config, metrics, result } = readRun(at('run'))
  const tensors = Object.values(checkpoint.tensors)
  return JSON.stringify([config, metrics, result, kernels, checkpoint.state, tensors])
}

beforeAll(async () => {
  const settings = { totalSteps: 640, numEnvs: 2, rolloutSteps: 32, network: { hidden: [4] } }
  await train({ ...settings, env: 'CartPole-v1', out: at('run') })
  cpSync(at('run'), at('good'), { recursive: true })
  whole = await everything()
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

const random = stream(2026, 'evaluation')
const below = (n: number) => random.integers(0, n)

/** Bytes with a bit turned, cut short, with a piece taken out, doubled or overwritten. */
function damaged(bytes: Buffer): Buffer {
  const [from, length] = [below(bytes.length), 1 + below(64)]
  switch (below(5)) {
    case 0: {
      const copy = Buffer.from(bytes)
      copy[from] ^= 1 << below(8)
      return copy
    }
    case 1:
      return bytes.subarray(0, from)
    case 2:
      return Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + length)])
    case 3:
      return Buffer.concat([bytes.subarray(0, from + length), bytes.subarray(from)])
    default:
      return Buffer.concat([
        bytes.subarray(0, from),
        Buffer.alloc(length, below(256)),
        bytes.subarray(from + length),
      ])
  }
}

test('no damage passes for something else', async () => {
  for (let i = 0; i < times(300, 10_000); i++) {
    const file = FILES[below(FILES.length)]
    const bytes = damaged(readFileSync(at('good', file)))
    writeFileSync(at('run', file), bytes)
    tally.tried++
    const read = await everything().catch((error: unknown) => error)
    if (typeof read === 'string') expect(read, `${file}, case ${i}`).toBe(whole)
    else if (!isSentence(read)) throw read
    tally.survived++
    cpSync(at('good', file), at('run', file))
  }
}, 1_800_000)
