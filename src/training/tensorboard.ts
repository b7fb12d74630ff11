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
  readonly #values = Buffer.alloc(fields.reduce((sum, { prefix }) => sum + prefix.length + 4, 0))

  /** Opens a new event file in `dir`; a resumed run has several, which TensorBoard reads as one. */
  constructor(dir: string) {
    const seconds = Date.now() / 1000
    this.#file = fs.openSync(
      path.join(dir, `events.out.tfevents.${Math.floor(seconds)}.${process.pid}.formscale`),
      'a',
    )
    this.#write(Buffer.from([...double(1, seconds), ...text(3, 'brain.Event:2')]))
  }

  append(metrics: Metrics): void {
    let end = 0
    for (const { name, prefix } of fields) {
      const value = metrics[name]
      if (typeof value !== 'number') continue
      end += prefix.copy(this.#values, end)
      end = this.#values.writeFloatLE(value, end)
    }
    const head = [...double(1, Date.now() / 1000), ...integer(2, metrics.step), ...key(5, 2), ...varint(end)]
    this.#write(Buffer.concat([Buffer.from(head), this.#values.subarray(0, end)]))
  }

  close(): void {
    fs.closeSync(this.#file)
  }

  #write(event: Uint8Array): void {
    const record = Buffer.alloc(16 + event.length)
    record.writeBigUInt64LE(BigInt(event.length), 0)
    record.writeUInt32LE(maskedChecksum(record.subarray(0, 8)), 8)
    record.set(event, 12)
    record.writeUInt32LE(maskedChecksum(record.subarray(12, 12 + event.length)), 12 + event.length)
    fs.writeSync(this.#file, record)
  }
}

// Protocol buffer fields: a key of number and wire type, then the payload.
const key = (field: number, wireType: number) => [(field << 3) | wireType]
const double = (field: number, value: number) => [
  ...key(field, 1),
  ...new Uint8Array(Float64Array.of(value).buffer),
]
const integer = (field: number, value: number) => [...key(field, 0), ...varint(value)]
const text = (field: number, value: string) => {
  const bytes = new TextEncoder().encode(value)
  return [...key(field, 2), ...varint(bytes.length), ...bytes]
}

/** Of each metric what comes before its float: its length, its tag, and the float's key. */
const fields = Object.entries(tags).map(([name, tag]) => {
  const value = [...text(1, tag), ...key(2, 5)]
  const prefix = Buffer.from([...key(1, 2), ...varint(value.length + 4), ...value])
  return { name: name as keyof Metrics, prefix }
})

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
