import type { PictureSize } from '../drawing/canvas.ts'
import type { Vector } from './model.ts'

const ASPECT = 1.5 // of the part of the world that a camera must show

/** From where a model is drawn. */
export interface Camera {
  /** Degrees: the direction that it looks in, 0 along x, 90 along y. */
  readonly azimuth: number
  /** Degrees that it looks down by: 0 to the horizon, 90 straight down. */
  readonly elevation: number
  /** m to its target. */
  readonly distance: number
  /** m that it stands higher without looking down: one sees the floor, and uprights stay upright. */
  readonly rise: number
  /** What it has in the picture's middle, m. */
  readonly target: Vector
  /** Goes along with the model's first body, so that the target's x and y are beside it. */
  readonly follows: boolean
  /** m that must be seen of the world from top to bottom at the target; half as much more from side to side. */
  readonly span: number
  /** m: the side of a tile of the floor; 0 where the floor is too far away to be drawn. */
  readonly tile: number
}

/** A model that moves in the x–z plane, from its right: x to the right, z up. */
export const sideView = (height: number, span: number, more: Partial<Camera> = {}): Camera => ({
  ...{ azimuth: 90, elevation: 0, distance: 4 * span, rise: 0.9 * span, target: [0, 0, height] },
  ...{ follows: true, span, tile: 1 },
  ...more,
})

/** A model that moves in the x–y plane, from above: x to the right, y up. */
export const topView = (span: number, more: Partial<Camera> = {}): Camera => ({
  ...{ azimuth: 90, elevation: 90, distance: 4 * span, rise: 0, target: [0, 0, 0] },
  ...{ follows: true, span, tile: 1 },
  ...more,
})

/** A model that moves in all directions, from its right and front. */
export const cornerView = (height: number, span: number, elevation: number): Camera => ({
  ...{ azimuth: 125, elevation, distance: 2.5 * span, rise: 0, target: [0, 0, height] },
  ...{ follows: true, span, tile: 1 },
})

/** A point of the picture: pixels, how many of them a metre has there, and how far from the camera it is in m. */
export interface Projected {
  readonly x: number
  readonly y: number
  readonly scale: number
  readonly depth: number
}

/** How a camera sees the world in perspective. */
export class View {
  /** The height in the picture, pixels from its top, where the floor would end; may lie outside. */
  readonly horizon: number
  readonly #eye: Vector
  readonly #forwards: Vector
  readonly #right: Vector
  readonly #up: Vector
  readonly #focus: number // pixels
  readonly #centre: readonly [number, number]

  /** @param body where the model's first body is. */
  constructor(camera: Camera, body: Vector, { width, height }: PictureSize) {
    const [azimuth, elevation] = [camera.azimuth, camera.elevation].map((angle) => (angle * Math.PI) / 180)
    const [sine, cosine] = [Math.sin(azimuth), Math.cos(azimuth)]
    const [down, level] = [Math.sin(elevation), Math.cos(elevation)]
    const { distance, rise, follows, span } = camera
    this.#forwards = [level * cosine, level * sine, -down]
    this.#right = [sine, -cosine, 0]
    this.#up = [down * cosine, down * sine, level]
    const target = camera.target.map((value, axis) => value + (follows && axis < 2 ? body[axis] : 0))
    const [x, y, z] = target.map((value, axis) => value - distance * this.#forwards[axis])
    this.#eye = [x, y, z + rise]
    this.#focus = distance * Math.min(height / span, width / (ASPECT * span))
    this.#centre = [width / 2, height / 2 - (this.#focus * rise) / distance]
    this.horizon = this.#centre[1] - (this.#focus * down) / Math.max(level, 1e-6)
  }

  project(point: Vector): Projected {
    const away: Vector = [point[0] - this.#eye[0], point[1] - this.#eye[1], point[2] - this.#eye[2]]
    const depth = dot(away, this.#forwards)
    const scale = this.#focus / depth
    return {
      x: this.#centre[0] + scale * dot(away, this.#right),
      y: this.#centre[1] - scale * dot(away, this.#up),
      scale,
      depth,
    }
  }
}

const dot = (a: Vector, b: Vector) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
