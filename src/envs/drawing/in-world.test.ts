import { expect, test } from 'vitest'
import { type Bounds, inWorld } from './in-world.ts'
import { RecordingCanvas } from './testing/recording-canvas.ts'

/** Where a point of the world comes to lie in a picture of 400 × 200, and what can be seen in all. */
function drawn(box: Bounds, x: number, y: number): { at: number[]; seen: Bounds } {
  const canvas = new RecordingCanvas()
  let seen = box
  inWorld(canvas, { width: 400, height: 200 }, box, (all) => {
    seen = all
  })
  const at = canvas.calls.reduceRight(
    ([px, py], [name, ...values]) => {
      const [a, b] = values as number[]
      if (name === 'translate') return [px + a, py + b]
      return name === 'scale' ? [px * a, py * b] : [px, py]
    },
    [x, y],
  )
  return { at, seen }
}

test('what must be seen fills the picture one way and lies in its middle the other way, y upwards', () => {
  const tall = { left: 0, right: 10, bottom: -5, top: 5 }
  expect(drawn(tall, 0, -5).at).toEqual([100, 200])
  expect(drawn(tall, 10, 5).at).toEqual([300, 0])
  const wide = { left: -4, right: 4, bottom: 1, top: 2 }
  expect(drawn(wide, -4, 1).at).toEqual([0, 125])
  expect(drawn(wide, 4, 2).at).toEqual([400, 75])
})

test('what can be seen in all is the whole picture', () => {
  const { seen } = drawn({ left: 0, right: 10, bottom: -5, top: 5 }, 0, 0)
  expect(seen).toEqual({ left: -5, right: 15, bottom: -5, top: 5 })
})
