/** Colours for numbers of either sign: violet below, green above, the paper at zero (ColorBrewer's PRGn). */

type Rgb = readonly [number, number, number]

const light: readonly Rgb[] = [
  [84, 24, 106],
  [140, 92, 164],
  [205, 180, 217],
  [255, 255, 255],
  [176, 218, 172],
  [74, 158, 90],
  [8, 84, 40],
]
const dark: readonly Rgb[] = [
  [232, 206, 245],
  [172, 120, 202],
  [86, 54, 108],
  [21, 24, 28],
  [32, 80, 50],
  [78, 168, 98],
  [198, 240, 196],
]

const STEPS = 511

/** A table of STEPS colours from −1 to 1, [STEPS × 3]. */
export function divergingTable(isDark: boolean): Uint8ClampedArray {
  const stops = isDark ? dark : light
  const table = new Uint8ClampedArray(3 * STEPS)
  for (let step = 0; step < STEPS; step++) {
    const at = (step / (STEPS - 1)) * (stops.length - 1)
    const lower = Math.min(stops.length - 2, Math.floor(at))
    for (let channel = 0; channel < 3; channel++)
      table[3 * step + channel] =
        stops[lower][channel] + (at - lower) * (stops[lower + 1][channel] - stops[lower][channel])
  }
  return table
}

/** Offset in the table of a number in [−1, 1]; beyond them, the ends. */
export const divergingOffset = (value: number) =>
  3 * Math.round(((Math.max(-1, Math.min(1, value)) + 1) / 2) * (STEPS - 1))
