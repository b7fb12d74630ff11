import type { Canvas, PictureSize } from '../drawing/canvas.ts'
import { colours, mix } from '../drawing/colours.ts'
import { background, type Point, trace } from '../drawing/shapes.ts'
import { type Camera, type Projected, View } from './camera.ts'
import type { Vector } from './model.ts'
import type { GeomPose } from './simulation.ts'

const TILES = 10 // to each side of the target, where the pattern has faded
const NEAR = 0.05 // of the camera's distance; what is nearer isn't drawn
const SHADOW = mix(colours.ground, colours.ink, 0.3)
const OUTLINE = 0.004 // of the picture's height

/** Two balls and all between them; a ball where both are the same. */
interface Capsule {
  readonly ends: readonly [Vector, Vector]
  readonly radius: number
  readonly colour: string
}

/**
 * The floor, the shadows on it, and every part of the model from the farthest to the nearest.
 *
 * @param geoms of the world, then of the bodies.
 * @param body where the first body is.
 */
export function drawModel(
  canvas: Canvas,
  size: PictureSize,
  camera: Camera,
  { world, bodies }: { world: readonly GeomPose[]; bodies: readonly GeomPose[] },
  body: Vector,
): void {
  background(canvas, size)
  const view = new View(camera, body, size)
  // In a plane, limbs lie behind what they hang on, and the world behind all of them.
  const parts = [...world, ...bodies.toReversed()].filter(({ type }) => type !== 'plane').map(capsuleOf)
  const plane = world.find(({ type }) => type === 'plane')
  if (plane && camera.tile > 0) {
    const floor = plane.position[2]
    drawFloor(canvas, size, view, camera, floor, body)
    drawShadows(canvas, view, parts, floor)
  }
  for (const part of farthestFirst(view, parts)) drawCapsule(canvas, view, part, OUTLINE * size.height)
}

function capsuleOf({ type, size, position, rotation, colour }: GeomPose): Capsule {
  const half = type === 'sphere' ? 0 : size[1]
  const end = (sign: number): Vector => [
    position[0] + sign * half * rotation[2],
    position[1] + sign * half * rotation[5],
    position[2] + sign * half * rotation[8],
  ]
  return { ends: [end(-1), end(1)], radius: size[0], colour: hex(colour) }
}

const hex = ([red, green, blue]: readonly number[]) =>
  `#${[red, green, blue]
    .map((part) =>
      Math.round(255 * part)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`

/** Parts that are as far, to the millimetre, stay in their order. */
function farthestFirst(view: View, parts: readonly Capsule[]): Capsule[] {
  const depth = ({ ends: [a, b] }: Capsule) =>
    Math.round(500 * (view.project(a).depth + view.project(b).depth))
  return parts
    .map((part) => ({ part, depth: depth(part) }))
    .sort((one, other) => other.depth - one.depth)
    .map(({ part }) => part)
}

/** Tiles around the target, which fade into a plain floor. */
function drawFloor(
  canvas: Canvas,
  { width, height }: PictureSize,
  view: View,
  { tile, target, distance }: Camera,
  z: number,
  body: Vector,
): void {
  const top = Math.min(Math.max(view.horizon, 0), height)
  canvas.fillStyle = colours.ground
  canvas.fillRect(0, top, width, height - top)
  const [column, row] = [0, 1].map((axis) => Math.round((body[axis] + target[axis]) / tile))
  for (let i = column - TILES; i < column + TILES; i++) {
    for (let j = row - TILES; j < row + TILES; j++) {
      if ((i + j) % 2 !== 0) continue
      const corners = [
        [i, j],
        [i + 1, j],
        [i + 1, j + 1],
        [i, j + 1],
      ].map(([x, y]) => view.project([x * tile, y * tile, z]))
      if (corners.some(({ depth }) => depth < NEAR * distance)) continue
      const far = Math.hypot((i + 0.5) * tile - body[0], (j + 0.5) * tile - body[1]) / (TILES * tile)
      canvas.fillStyle = mix(colours.ground, '#ffffff', fading(far))
      canvas.beginPath()
      trace(
        canvas,
        corners.map(({ x, y }) => [x, y]),
      )
      canvas.closePath()
      canvas.fill()
    }
  }
}

/** How much white a tile has; few shades, so that those of a moving camera stay the same. */
const fading = (far: number) => 0.45 * (1 - Math.min(Math.round(8 * far) / 8, 1))

/** One shape of all the shadows that a light straight above would throw. */
function drawShadows(canvas: Canvas, view: View, parts: readonly Capsule[], floor: number): void {
  canvas.fillStyle = SHADOW
  canvas.beginPath()
  for (const { ends, radius } of parts) {
    trace(
      canvas,
      around(ends, radius).map(([x, y]): Point => {
        const seen = view.project([x, y, floor])
        return [seen.x, seen.y]
      }),
    )
    canvas.closePath()
  }
  canvas.fill()
}

/** The outline of two circles and all between them, seen from above. */
function around([[x0, y0], [x1, y1]]: readonly [Vector, Vector], radius: number): Point[] {
  const angle = Math.atan2(y1 - y0, x1 - x0)
  return Array.from({ length: 14 }, (_, i): Point => {
    const [x, y, turn] = i < 7 ? [x1, y1, i / 6 - 0.5] : [x0, y0, (i - 7) / 6 + 0.5]
    return [x + radius * Math.cos(angle + turn * Math.PI), y + radius * Math.sin(angle + turn * Math.PI)]
  })
}

function drawCapsule(canvas: Canvas, view: View, { ends, radius, colour }: Capsule, outline: number): void {
  const [a, b] = ends.map((end) => view.project(end))
  canvas.beginPath()
  traceHull(canvas, a, b, radius)
  canvas.fillStyle = colour
  canvas.fill()
  canvas.strokeStyle = mix(colour, '#000000', 0.5)
  canvas.lineWidth = 2 * outline
  canvas.stroke()
  canvas.beginPath()
  traceHull(canvas, lit(a, radius), lit(b, radius), 0.35 * radius)
  canvas.fillStyle = mix(colour, '#ffffff', 0.3)
  canvas.fill()
}

/** Where the light falls on a ball: to the upper left. */
const lit = ({ x, y, scale, depth }: Projected, radius: number): Projected => ({
  ...{ x: x - 0.28 * scale * radius, y: y - 0.32 * scale * radius },
  ...{ scale, depth },
})

/** Adds the outline of two balls and all between them to the path. */
function traceHull(canvas: Canvas, a: Projected, b: Projected, radius: number): void {
  const [ra, rb] = [a.scale * radius, b.scale * radius]
  const distance = Math.hypot(b.x - a.x, b.y - a.y)
  if (distance <= Math.abs(ra - rb)) {
    const nearer = ra > rb ? a : b
    canvas.arc(nearer.x, nearer.y, Math.max(ra, rb), 0, 2 * Math.PI)
    return
  }
  const angle = Math.atan2(b.y - a.y, b.x - a.x)
  const turn = Math.acos((ra - rb) / distance) // from the axis to where the common tangents touch
  canvas.arc(b.x, b.y, rb, angle - turn, angle + turn)
  canvas.arc(a.x, a.y, ra, angle + turn, angle - turn + 2 * Math.PI)
  canvas.closePath()
}
