import { deflateRawSync } from 'node:zlib'
import { expect, test, vi } from 'vitest'
import { inflate } from './inflate.ts'

const bytes = Uint8Array.from({ length: 3_000 }, (_, i) => (i * i) % 251)
const text = deflateRawSync(bytes).toString('base64')

test('gives the bytes back, in Node', async () => {
  expect(await inflate(text)).toEqual(bytes)
})

test('and where there is nothing of Node', async () => {
  const absent = vi.spyOn(process, 'getBuiltinModule').mockReturnValue(undefined)
  const inflated = await inflate(text)
  absent.mockRestore()
  expect(inflated).toEqual(bytes)
})

test('refuses what is cut short', async () => {
  await expect(inflate(text.slice(0, 100))).rejects.toThrow()
})
