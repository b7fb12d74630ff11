import fc from 'fast-check'
import { expect, it } from 'vitest'
import { windowCount, windows, windowsBackward } from '../index.ts'
import { describeBuilds } from '../testing/builds.ts'
import { expectWithin, UNIT, values } from '../testing/values.ts'

describeBuilds(({ kernels, memory }) => {
  it('windows and their gradient are those of a plain loop', () => {
    const side = fc.integer({ min: 1, max: 9 })
    const stride = fc.integer({ min: 1, max: 3 })
    fc.assert(
      fc.property(
        side,
        side,
        side,
        side,
        side,
        stride,
        fc.integer(),
        (rows, height, width, channels, limit, step, from) => {
          memory.reset()
          const shape = { height, width, channels, size: Math.min(limit, height, width), stride: step }
          const length = windowCount(shape) * shape.size ** 2 * channels
          const images = values(from, rows * height * width * channels)
          const dWindows = values(from + 1, rows * length)
          const out = memory.take(rows * length)
          const dImages = memory.take(images.length)
          windows(kernels, memory.take(images), out, rows, shape)
          windowsBackward(kernels, memory.take(dWindows), dImages, rows, shape)
          expect(memory.damage()).toBe(0)

          const sums = new Float64Array(images.length)
          let at = 0
          for (let r = 0; r < rows; r++)
            for (let top = 0; top + shape.size <= height; top += step)
              for (let left = 0; left + shape.size <= width; left += step)
                for (let row = top; row < top + shape.size; row++)
                  for (let i = left * channels; i < (left + shape.size) * channels; i++, at++) {
                    const place = (r * height + row) * width * channels + i
                    expect(out.data[at]).toBe(images[place])
                    sums[place] += dWindows[at]
                  }
          // Each place is in at most size² windows of values up to 2.
          expectWithin(dImages.data, sums, () => shape.size ** 4 * 2 * UNIT)
        },
      ),
    )
  })
})
