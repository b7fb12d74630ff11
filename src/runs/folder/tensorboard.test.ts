import * as fs from 'node:fs'
import * as os from 'node:os'
import * as path from 'node:path'
import { expect, test } from 'vitest'
import { maskedChecksum } from '../files/index.ts'
import { resume } from '../resume.ts'
import { train } from '../train.ts'
import { TensorboardLog } from './tensorboard.ts'

test('the checksum is CRC-32C, masked', () => {
  // The check value of CRC-32C for these digits is e3069283; TFRecord rotates it by 15 bits and adds a282ead8.
  const crc = 0xe3069283
  const masked = (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0
  expect(maskedChecksum(new TextEncoder().encode('123456789'))).toBe(masked)
})

/** The payloads of a TFRecord file, lengths and checksums verified. */
function records(file: string): Buffer[] {
  const bytes = fs.readFileSync(file)
  const found: Buffer[] = []
  for (let at = 0; at < bytes.length; ) {
    const length = Number(bytes.readBigUInt64LE(at))
    const payload = bytes.subarray(at + 12, at + 12 + length)
    expect(bytes.readUInt32LE(at + 8)).toBe(maskedChecksum(bytes.subarray(at, at + 8)))
    expect(bytes.readUInt32LE(at + 12 + length)).toBe(maskedChecksum(payload))
    found.push(payload)
    at += 16 + length
  }
  return found
}

test('an event for the version, then one an update, with its step and its metrics', async () => {
  const dir = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'formscale-')), 'run')
  await train({ env: 'CartPole-v1', totalSteps: 1024, entropyCoefficient: '0.02..0', out: dir })
  const [file] = fs.readdirSync(dir).filter((name) => name.startsWith('events.out.tfevents.'))
  const [version, ...events] = records(path.join(dir, file))
  expect(version.subarray(9).toString()).toBe('\x1a\rbrain.Event:2')
  expect(events.length).toBe(2)
  // Field 2, a varint: 512 and 1024 are two groups of seven bits.
  expect([...events[0].subarray(9, 12)]).toEqual([0x10, 0x80, 0x04])
  expect([...events[1].subarray(9, 12)]).toEqual([0x10, 0x80, 0x08])
  const rows = fs.readFileSync(path.join(dir, 'metrics.jsonl'), 'utf8').trim().split('\n')
  const tag = Buffer.from('\x0a\x12rollout/meanReturn')
  const at = events[1].indexOf(tag)
  expect(at).toBeGreaterThan(0)
  // The tag is followed by field 2, a float.
  expect(events[1][at + tag.length]).toBe(0x15)
  expect(events[1].readFloatLE(at + tag.length + 1)).toBeCloseTo(JSON.parse(rows[1]).meanReturn, 4)
  expect(events[1].indexOf('schedule/entropyCoefficient')).toBeGreaterThan(0)
  fs.rmSync(path.dirname(dir), { recursive: true })
})

/** The step of an event, field 2, and whether it is field 7, a log of sessions that says START: what is read from there on is dropped. */
function stepOf(event: Buffer): { readonly step: number; readonly start: boolean } {
  let step = 0
  let at = 10
  do step |= (event[at] & 0x7f) << (7 * (at - 10))
  while (event[at++] & 0x80)
  return { step, start: event.subarray(at).equals(Buffer.of(0x3a, 2, 8, 1)) }
}

test('a run that goes on after a crash takes back what its earlier files have beyond its checkpoint', async () => {
  const dir = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'formscale-')), 'run')
  const crash = ({ update }: { readonly update: number }) => {
    if (update === 3) throw new Error('the power failed')
  }
  const settings = {
    env: 'CartPole-v1',
    totalSteps: 5 * 64,
    numEnvs: 2,
    rolloutSteps: 32,
    checkpointEvery: 2,
  }
  const begun = train({ ...settings, network: { hidden: [2] }, out: dir, onProgress: crash })
  await expect(begun).rejects.toThrow('the power failed')
  await resume(dir)
  const files = fs.readdirSync(dir).filter((name) => name.startsWith('events.out.tfevents.'))
  const [first, second] = files.sort().map((name) => records(path.join(dir, name)).slice(1).map(stepOf))
  expect(first.map(({ step }) => step)).toEqual([64, 128, 192])
  expect(second[0]).toEqual({ step: 129, start: true })
  expect(second.slice(1).map(({ step }) => step)).toEqual([192, 256, 320])
  fs.rmSync(path.dirname(dir), { recursive: true })
})

test('a file that is opened twice in a run is two files or one, never overwritten', () => {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'formscale-'))
  for (let i = 0; i < 2; i++) new TensorboardLog(dir, 0).close()
  const files = fs.readdirSync(dir).map((name) => records(path.join(dir, name)).length)
  expect(files.reduce((sum, count) => sum + count, 0)).toBe(3)
  fs.rmSync(dir, { recursive: true })
})
