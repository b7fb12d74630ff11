import * as fs from 'node:fs'
import * as os from 'node:os'
import * as path from 'node:path'
import { expect, test } from 'vitest'
import { maskedChecksum } from '../files/index.ts'
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
  await train({ env: 'CartPole-v1', totalSteps: 1024, out: dir })
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
  fs.rmSync(path.dirname(dir), { recursive: true })
})

test('a file that is opened twice in a run is two files or one, never overwritten', () => {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'formscale-'))
  for (let i = 0; i < 2; i++) new TensorboardLog(dir, 0).close()
  const files = fs.readdirSync(dir).map((name) => records(path.join(dir, name)).length)
  expect(files.reduce((sum, count) => sum + count, 0)).toBe(2)
  fs.rmSync(dir, { recursive: true })
})
