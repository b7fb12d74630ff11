/**
 * What environments draw on: the part of CanvasRenderingContext2D that drawing needs, so that the context of any canvas will do, in
 * a page or in a worker. Colours are CSS's, as #rrggbb or #rrggbbaa; lengths are in pixels of the canvas until it is scaled.
 */
export interface Canvas {
  get fillStyle(): unknown
  set fillStyle(colour: string)
  get strokeStyle(): unknown
  set strokeStyle(colour: string)
  lineWidth: number
  lineCap: 'butt' | 'round' | 'square'
  lineJoin: 'bevel' | 'miter' | 'round'
  save(): void
  restore(): void
  translate(x: number, y: number): void
  rotate(angle: number): void
  scale(x: number, y: number): void
  beginPath(): void
  closePath(): void
  moveTo(x: number, y: number): void
  lineTo(x: number, y: number): void
  /** Angles in rad from the direction of x towards that of y. */
  arc(x: number, y: number, radius: number, from: number, to: number, backwards?: boolean): void
  fill(): void
  stroke(): void
  fillRect(x: number, y: number, width: number, height: number): void
}

/** Of a picture, in the canvas's pixels. */
export interface PictureSize {
  readonly width: number
  readonly height: number
}
