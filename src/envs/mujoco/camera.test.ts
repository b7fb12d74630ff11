import { describe, expect, test } from 'vitest'
import { type Camera, cornerView, sideView, topView, View } from './camera.ts'
import type { Vector } from './model.ts'

const size = { width: 600, height: 300 }
const body: Vector = [7, -2, 5]
const cameras: [string, Camera][] = [
  ['side', sideView(1.2, 3)],
  ['top', topView(3)],
  ['corner', cornerView(0.5, 3, 20)],
]

/** Where the camera that follows the body sees a point beside its target. */
function seen(camera: Camera, ...[x, y, z]: Vector) {
  const [tx, ty, tz] = camera.target
  return new View(camera, body, size).project([body[0] + tx + x, body[1] + ty + y, tz + z])
}

describe.each(cameras)('from the %s', (_name, camera) => {
  test('the target is in the middle, and the span fills the height', () => {
    const target = seen(camera, 0, 0, 0)
    expect([target.x, target.y]).toEqual([expect.closeTo(300), expect.closeTo(150)])
    expect(target.scale * camera.span).toBeCloseTo(300)
    expect(target.depth).toBeCloseTo(camera.distance)
  })

  test('x goes to the right', () => {
    expect(seen(camera, 0.1, 0, 0).x).toBeGreaterThan(300)
  })

  test('a short way up or away moves a point as the angles say', () => {
    const elevation = (camera.elevation * Math.PI) / 180
    const up = seen(camera, 0, 0, 1e-6)
    const target = seen(camera, 0, 0, 0)
    // Nearer to the camera, a point also moves away from the eye's level, which is the horizon.
    expect((target.y - up.y) / 1e-6 / target.scale).toBeCloseTo(
      Math.cos(elevation) - (Math.sin(elevation) * camera.rise) / camera.distance,
      3,
    )
  })
})

test('from the side uprights stay upright, and what is farther away looks smaller and higher on the floor', () => {
  const camera = sideView(1.2, 3)
  const [foot, head] = [seen(camera, 1, 0, -1.2), seen(camera, 1, 0, 1)]
  expect(head.x).toBeCloseTo(foot.x)
  const far = seen(camera, 1, 4, -1.2)
  expect(far.scale).toBeLessThan(foot.scale)
  expect(far.y).toBeLessThan(foot.y)
})

test('from above y goes up', () => {
  expect(seen(topView(3), 0, 1, 0).y).toBeLessThan(150)
})

test('the horizon is where the floor ends', () => {
  for (const camera of [sideView(1.2, 3), cornerView(0.5, 3, 20)]) {
    const azimuth = (camera.azimuth * Math.PI) / 180
    const far = seen(camera, 1e7 * Math.cos(azimuth), 1e7 * Math.sin(azimuth), 0)
    expect(new View(camera, body, size).horizon).toBeCloseTo(far.y, 3)
  }
})
