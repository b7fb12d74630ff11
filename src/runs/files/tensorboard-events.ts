/**
 * Metrics as TensorBoard reads them: TFRecords (length, its checksum, data, its checksum) of the protocol buffer `Event`
 * {1: wall time, 2: step, 3: file version, 5: Summary {1: Value {1: tag, 2: simple value}}, 7: SessionLog {1: status}}.
 */
import { type Metrics, metricEntries } from '../../training/metrics.ts'

/** The name of an event file; TensorBoard reads several of one folder as one. */
export const eventFileName = (seconds: number, writer: string | number) =>
  `events.out.tfevents.${Math.floor(seconds)}.${writer}.formscale`

/** What an event file begins with; seconds are since 1970. */
export const fileVersion = (seconds: number) =>
  record(Uint8Array.of(...double(1, seconds), ...text(3, 'brain.Event:2')))

/** Tells TensorBoard that the run goes on: what it has read of `step` and later steps has no meaning any more. */
export const restartEvent = (step: number, seconds: number) =>
  record(
    Uint8Array.of(...double(1, seconds), ...integer(2, step), ...key(7, 2), 2, ...integer(1, SESSION_START)),
  )

const SESSION_START = 1

export function metricsEvent(metrics: Metrics, seconds: number): Uint8Array<ArrayBuffer> {
  const present = Object.entries(metrics).flatMap(([name, value]) => {
    const prefix = prefixOf(name)
    return prefix && typeof value === 'number' ? [{ prefix, value }] : []
  })
  const length = present.reduce((sum, { prefix }) => sum + prefix.length + 4, 0)
  const head = [...double(1, seconds), ...integer(2, metrics.step), ...key(5, 2), ...varint(length)]
  const event = new Uint8Array(head.length + length)
  const view = new DataView(event.buffer)
  event.set(head)
  let end = head.length
  for (const { prefix, value } of present) {
    event.set(prefix, end)
    view.setFloat32(end + prefix.length, value, true)
    end += prefix.length + 4
  }
  return record(event)
}

function record(event: Uint8Array): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(16 + event.length)
  const view = new DataView(whole.buffer)
  view.setBigUint64(0, BigInt(event.length), true)
  view.setUint32(8, maskedChecksum(whole.subarray(0, 8)), true)
  whole.set(event, 12)
  view.setUint32(12 + event.length, maskedChecksum(event), true)
  return whole
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

/** What comes before the float of a tag: the length of both, the tag, and the float's key. */
function prefixFor(tag: string): Uint8Array {
  const value = [...text(1, tag), ...key(2, 5)]
  return Uint8Array.of(...key(1, 2), ...varint(value.length + 4), ...value)
}

/** Of each metric `group/name`; progress has no curve. */
const prefixes = new Map<string, Uint8Array | undefined>(
  metricEntries.map(([name, { group }]) => [
    name,
    group === 'progress' ? undefined : prefixFor(`${group}/${name}`),
  ]),
)

/** What is no metric is a number that follows a schedule: `schedule/path`. */
function prefixOf(name: string): Uint8Array | undefined {
  if (!prefixes.has(name)) prefixes.set(name, prefixFor(`schedule/${name}`))
  return prefixes.get(name)
}

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
