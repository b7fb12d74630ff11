import { expect, test } from 'vitest'
import { decodeSafetensors, encodeSafetensors } from './safetensors.ts'

const tensors = {
  weights: { shape: [2, 3], data: Float32Array.of(1, -2.5, 3, 4, 5, Number.NaN) },
  moments: { shape: [2], data: Float64Array.of(Math.PI, -1e-300) },
  empty: { shape: [0], data: new Float32Array(0) },
}

test('a round trip keeps every bit, at any alignment', () => {
  const bytes = encodeSafetensors({ tensors, metadata: { note: 'héllo' } })
  const shifted = new Uint8Array(bytes.length + 3)
  shifted.set(bytes, 3)
  expect(decodeSafetensors(shifted.subarray(3))).toEqual({ tensors, metadata: { note: 'héllo' } })
})

test('the layout is that of the format: length, JSON, little-endian data', () => {
  const bytes = encodeSafetensors({ tensors: { a: { shape: [1], data: Float32Array.of(1) } }, metadata: {} })
  const size = Number(new DataView(bytes.buffer).getBigUint64(0, true))
  expect(JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + size)))).toEqual({
    __metadata__: {},
    a: { dtype: 'F32', shape: [1], data_offsets: [0, 4] },
  })
  expect([...bytes.subarray(8 + size)]).toEqual([0, 0, 0x80, 0x3f])
})

test.each([
  ['cut short', (bytes: Uint8Array) => bytes.subarray(0, bytes.length - 1), 'damaged at tensor'],
  ['not safetensors', () => new TextEncoder().encode('not a checkpoint at all'), 'not a safetensors file'],
  ['nothing', () => new Uint8Array(0), 'only 0 bytes'],
])('%s is refused', (_name, damage, message) => {
  const { empty: _, ...filled } = tensors
  expect(() => decodeSafetensors(damage(encodeSafetensors({ tensors: filled, metadata: {} })))).toThrow(
    message,
  )
})
