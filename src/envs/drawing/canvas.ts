/**
 * What environments draw on: the part of CanvasRenderingContext2D that drawing needs, so that the context of any canvas will do, in
 * a page or in a worker. Colours are CSS's, as #rrggbb or #rrggbbaa; lengths are in pixels of the canvas until it is scaled.
 */
export interface Canvas {
  /** Colour of what is filled. */
  get fillStyle(): unknown
  set fillStyle(colour: string)
  /** Colour of lines. */
  get strokeStyle(): unknown
  set strokeStyle(colour: string)
  /** Width of lines. */
  lineWidth: number
  /** Ends of lines. */
  lineCap: 'butt' | 'round' | 'square'
  /** Corners of lines. */
  lineJoin: 'bevel' | 'miter' | 'round'
  /** Keeps transformation and styles, until `restore`. */
  save(): void
  /** Takes back what was kept last. */
  restore(): void
  /** Moves the origin. */
  translate(x: number, y: number): void
  /** Turns about the origin, rad, from x towards y. */
  rotate(angle: number): void
  /** Stretches from the origin. */
  scale(x: number, y: number): void
  /** Begins a new path. */
  beginPath(): void
  /** A line back to where the path began. */
  closePath(): void
  /** Begins a part of the path there. */
  moveTo(x: number, y: number): void
  /** A line to there. */
  lineTo(x: number, y: number): void
  /** Angles in rad from the direction of x towards that of y. */
  arc(x: number, y: number, radius: number, from: number, to: number, backwards?: boolean): void
  /** Fills the path. */
  fill(): void
  /** Draws the path as a line. */
  stroke(): void
  /** Fills a rectangle. */
  fillRect(x: number, y: number, width: number, height: number): void
}

/** Of a picture, in the canvas's pixels. */
export interface PictureSize {
  /** From left to right. */
  readonly width: number
  /** From top to bottom. */
  readonly height: number
}
