/** The safetensors format: an 8-byte length, a JSON header, then raw little-endian arrays. */
import { printable } from '../printable.ts'

export type TensorData = Float32Array | Float64Array

export interface NamedTensor {
  readonly shape: readonly number[]
  readonly data: TensorData
}

export interface Safetensors {
  readonly tensors: Readonly<Record<string, NamedTensor>>
  readonly metadata: Readonly<Record<string, string>>
}

interface HeaderEntry {
  readonly dtype: 'F32' | 'F64'
  readonly shape: readonly number[]
  readonly data_offsets: readonly [number, number]
}

/** Largest header that the format allows, bytes. */
const MAX_HEADER = 100_000_000

export function encodeSafetensors({ tensors, metadata }: Safetensors): Uint8Array<ArrayBuffer> {
  const header: Record<string, unknown> = { __metadata__: metadata }
  let offset = 0
  for (const [name, { shape, data }] of Object.entries(tensors)) {
    const dtype = data instanceof Float64Array ? 'F64' : 'F32'
    header[name] = { dtype, shape, data_offsets: [offset, offset + data.byteLength] }
    offset += data.byteLength
  }
  const json = new TextEncoder().encode(JSON.stringify(header))
  // Spaces after the header put the first array on an 8-byte boundary.
  const start = 8 + Math.ceil(json.length / 8) * 8
  const bytes = new Uint8Array(start + offset).fill(0x20, 0, start)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(start - 8), true)
  bytes.set(json, 8)
  let position = start
  for (const { data } of Object.values(tensors)) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), position)
    position += data.byteLength
  }
  return bytes
}

/** @throws Error when the bytes aren't safetensors of float32 and float64 arrays. */
export function decodeSafetensors(bytes: Uint8Array): Safetensors {
  if (bytes.length < 8) throw new Error(`not a safetensors file: only ${bytes.length} bytes`)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const size = Number(view.getBigUint64(0, true))
  if (size > MAX_HEADER || size + 8 > bytes.length)
    throw new Error(
      `not a safetensors file, or cut short: its header claims ${size} bytes of ${bytes.length}`,
    )
  const { __metadata__: metadata = {}, ...entries } = parseHeader(bytes.subarray(8, 8 + size))
  if (!isMetadata(metadata))
    throw new Error('the safetensors file is damaged: its __metadata__ is not a list of texts')
  const tensors = Object.fromEntries(
    Object.entries(entries).map(([name, entry]) => [name, readTensor(name, entry, bytes.subarray(8 + size))]),
  )
  return { tensors, metadata }
}

function parseHeader(bytes: Uint8Array): Record<string, unknown> {
  let header: unknown
  try {
    header = JSON.parse(new TextDecoder().decode(bytes))
  } catch (error) {
    throw new Error('not a safetensors file: its header is not JSON', { cause: error })
  }
  if (!isObject(header)) throw new Error('not a safetensors file: its header is not a JSON object')
  return header
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isMetadata = (value: unknown): value is Record<string, string> =>
  isObject(value) && Object.values(value).every((text) => typeof text === 'string')

const isCounts = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((count) => Number.isSafeInteger(count) && count >= 0)

const isEntry = (entry: unknown): entry is HeaderEntry =>
  isObject(entry) &&
  isCounts(entry['shape']) &&
  isCounts(entry['data_offsets']) &&
  entry['data_offsets'].length === 2

function readTensor(name: string, entry: unknown, data: Uint8Array): NamedTensor {
  if (!isEntry(entry)) throw new Error(`the safetensors file is damaged at tensor '${printable(name)}'`)
  const {
    dtype,
    shape,
    data_offsets: [start, end],
  } = entry
  const width = dtype === 'F64' ? 8 : 4
  const length = shape.reduce((product, dimension) => product * dimension, 1)
  if ((dtype !== 'F32' && dtype !== 'F64') || end - start !== length * width || end > data.length)
    throw new Error(`the safetensors file is damaged at tensor '${printable(name)}'`)
  // A copy: the source needn't be aligned. (Buffer's own slice would share.)
  const { buffer } = Uint8Array.from(data.subarray(start, end))
  return { shape, data: dtype === 'F64' ? new Float64Array(buffer) : new Float32Array(buffer) }
}
