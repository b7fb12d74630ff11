import type { Canvas, PictureSize } from '../drawing/canvas.ts'
import { actionColour, colours, mix } from '../drawing/colours.ts'
import { background, disc, type Point, polygon, rod } from '../drawing/shapes.ts'
import type { TabularMdp } from './mdp.ts'

const CURVE = 48 // pieces

/** Where the states are in the picture, [S], and how large. */
export interface Layout {
  readonly places: readonly Point[]
  readonly radius: number
}

/** All states around a circle, from the top clockwise. */
export function ring(states: number, { width, height }: PictureSize): Layout {
  const distance = 0.38 * Math.min(width, height)
  const places = Array.from({ length: states }, (_, state): Point => {
    const angle = (2 * Math.PI * state) / states - Math.PI / 2
    return [width / 2 + distance * Math.cos(angle), height / 2 + distance * Math.sin(angle)]
  })
  return { places, radius: Math.min(0.36 * ((2 * Math.PI * distance) / states), 0.2 * distance) }
}

/** All states in a row, the first one at the left. */
export function row(states: number, { width, height }: PictureSize): Layout {
  const share = (0.9 * width) / states
  const places = Array.from(
    { length: states },
    (_, state): Point => [0.05 * width + (state + 0.5) * share, 0.55 * height],
  )
  return { places, radius: Math.min(0.3 * share, 0.12 * height) }
}

/**
 * An MDP as a graph. A state is the greener, the more its best action pays at once. From the present state go arrows to all that
 * can follow: an action's in its colour, the thicker the likelier.
 */
export function drawGraph(
  canvas: Canvas,
  size: PictureSize,
  mdp: TabularMdp,
  state: number,
  { places, radius }: Layout,
): void {
  background(canvas, size)
  const worth = bestRewards(mdp)
  const [low, high] = [Math.min(...worth), Math.max(...worth)]
  places.forEach((place, s) => {
    const part = high > low ? (worth[s] - low) / (high - low) : 0
    disc(canvas, place, Math.max(radius, 1), mix(colours.ground, colours.green, part))
  })
  for (let action = 0; action < mdp.actions; action++) {
    for (const { next, probability } of mdp.after(state, action)) {
      const width = (0.08 + 0.3 * probability) * Math.min(Math.max(radius, 4), 16)
      drawArrow(canvas, places[state], places[next], { action, width, radius: Math.max(radius, 4) })
    }
  }
  disc(canvas, places[state], 0.8 * Math.max(radius, 4), colours.ink)
  disc(canvas, places[state], 0.62 * Math.max(radius, 4), colours.orange)
}

/** The expected reward of each state's best action, [S]. */
function bestRewards({ states, actions, expectedRewards }: TabularMdp): number[] {
  return Array.from({ length: states }, (_, s) =>
    Math.max(...expectedRewards.subarray(s * actions, (s + 1) * actions)),
  )
}

/** A curved arrow, bent the more the later the action, so that several beside each other can be told apart. */
function drawArrow(
  canvas: Canvas,
  from: Point,
  to: Point,
  { action, width, radius }: { action: number; width: number; radius: number },
): void {
  const colour = actionColour(action)
  if (from === to) {
    canvas.strokeStyle = colour
    canvas.lineWidth = width
    canvas.beginPath()
    const turn = (0.9 + 0.25 * action) * radius
    canvas.arc(from[0], from[1] - radius - 0.6 * turn, turn, 0, 2 * Math.PI)
    canvas.stroke()
    return
  }
  const curve = bent(from, to, 0.18 + 0.09 * action)
  const end = curve.findLastIndex(([x, y]) => Math.hypot(x - to[0], y - to[1]) > 1.9 * radius)
  const shaft = curve.slice(0, Math.max(1, end) + 1)
  rod(canvas, shaft, width, colour)
  polygon(canvas, head(shaft[shaft.length - 1], to, radius + 1, width + 0.3 * radius), colour)
}

/** Points of a parabola from one point to the other, which goes aside by this part of their distance. */
function bent([x0, y0]: Point, [x1, y1]: Point, aside: number): Point[] {
  return Array.from({ length: CURVE + 1 }, (_, i): Point => {
    const t = i / CURVE
    const bulge = 4 * aside * t * (1 - t)
    return [x0 + t * (x1 - x0) + bulge * (y1 - y0), y0 + t * (y1 - y0) - bulge * (x1 - x0)]
  })
}

/** A triangle from a point towards another one, whose tip stays `clear` of that. */
function head([x0, y0]: Point, [x1, y1]: Point, clear: number, halfWidth: number): Point[] {
  const distance = Math.hypot(x1 - x0, y1 - y0) || 1
  const [along, across] = [(x1 - x0) / distance, (y1 - y0) / distance]
  return [
    [x1 - clear * along, y1 - clear * across],
    [x0 - halfWidth * across, y0 + halfWidth * along],
    [x0 + halfWidth * across, y0 - halfWidth * along],
  ]
}
