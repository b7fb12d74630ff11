import * as fs from 'node:fs'
import * as path from 'node:path'
import type { Metrics } from './metrics.ts'

/** TensorBoard's tag of each metric: its group first. */
const tags: Readonly<Partial<Record<keyof Metrics, string>>> = {
  meanReturn: 'rollout/meanReturn',
  meanLength: 'rollout/meanLength',
  regret: 'rollout/regret',
  policyLoss: 'train/policyLoss',
  valueLoss: 'train/valueLoss',
  entropy: 'train/entropy',
  approxKl: 'train/approxKl',
  clipFraction: 'train/clipFraction',
  meanPush: 'train/meanPush',
  explainedVariance: 'train/explainedVariance',
  gradNorm: 'train/gradNorm',
  learningRate: 'train/learningRate',
  stepsPerSecond: 'time/stepsPerSecond',
}

/**
 * Writes metrics as a TensorBoard event file: TFRecords (length, its checksum, data, its checksum) of the protocol
 * buffer `Event` {1: wall time, 2: step, 3: file version, 5: Summary {1: Value {1: tag, 2: simple value}}}.
 */
export class TensorboardLog {
  readonly #file: number

  /** Opens a new event file in `dir`; a resumed run has several, which TensorBoard reads as one. */
  constructor(dir: string) {
    const seconds = Date.now() / 1000
    this.#file = fs.openSync(
      path.join(dir, `events.out.tfevents.${Math.floor(seconds)}.${process.pid}.formscale`),
      'a',
    )
    this.#write([...double(1, seconds), ...text(3, 'brain.Event:2')])
  }

  append(metrics: Metrics): void {
    const values = Object.entries(tags).flatMap(([name, tag]) => {
      const value = metrics[name as keyof Metrics]
      return typeof value === 'number' ? bytes(1, [...text(1, tag), ...float(2, value)]) : []
    })
    this.#write([...double(1, Date.now() / 1000), ...integer(2, metrics.step), ...bytes(5, values)])
  }

  close(): void {
    fs.closeSync(this.#file)
  }

  #write(event: number[]): void {
    const record = Buffer.alloc(16 + event.length)
    record.writeBigUInt64LE(BigInt(event.length), 0)
    record.writeUInt32LE(maskedChecksum(record.subarray(0, 8)), 8)
    record.set(event, 12)
    record.writeUInt32LE(maskedChecksum(record.subarray(12, 12 + event.length)), 12 + event.length)
    fs.writeSync(this.#file, record)
  }
}

// Protocol buffer fields: a key of number and wire type, then the payload.
const double = (field: number, value: number) => [
  (field << 3) | 1,
  ...new Uint8Array(Float64Array.of(value).buffer),
]
const float = (field: number, value: number) => [
  (field << 3) | 5,
  ...new Uint8Array(Float32Array.of(value).buffer),
]
const integer = (field: number, value: number) => [field << 3, ...varint(value)]
const bytes = (field: number, payload: number[]) => [(field << 3) | 2, ...varint(payload.length), ...payload]
const text = (field: number, value: string) => bytes(field, [...new TextEncoder().encode(value)])

function varint(value: number): number[] {
  const groups: number[] = []
  let rest = value
  for (; rest >= 128; rest = Math.floor(rest / 128)) groups.push((rest % 128) | 128)
  return [...groups, rest]
}

const CRC32C = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1
  return crc
})

/** CRC-32C, rotated and offset as TFRecord wants it. */
export function maskedChecksum(data: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of data) crc = CRC32C[(crc ^ byte) & 255] ^ (crc >>> 8)
  crc = ~crc >>> 0
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0
}
