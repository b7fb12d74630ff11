import type { Environment } from '../../environment.ts'
import type { Canvas, PictureSize } from '../canvas.ts'

export type Call = readonly [name: string, ...values: unknown[]]

/** A canvas that only takes down what is asked of it: calls, and properties as they are set. */
export class RecordingCanvas implements Canvas {
  readonly calls: Call[] = []

  set fillStyle(colour: string) {
    this.calls.push(['fillStyle', colour])
  }
  set strokeStyle(colour: string) {
    this.calls.push(['strokeStyle', colour])
  }
  set lineWidth(width: number) {
    this.calls.push(['lineWidth', width])
  }
  set lineCap(cap: Canvas['lineCap']) {
    this.calls.push(['lineCap', cap])
  }
  set lineJoin(join: Canvas['lineJoin']) {
    this.calls.push(['lineJoin', join])
  }

  save = this.#recorder('save')
  restore = this.#recorder('restore')
  translate = this.#recorder('translate')
  rotate = this.#recorder('rotate')
  scale = this.#recorder('scale')
  beginPath = this.#recorder('beginPath')
  closePath = this.#recorder('closePath')
  moveTo = this.#recorder('moveTo')
  lineTo = this.#recorder('lineTo')
  arc = this.#recorder('arc')
  fill = this.#recorder('fill')
  stroke = this.#recorder('stroke')
  fillRect = this.#recorder('fillRect')

  /** The values of every call of this name. */
  valuesOf(...names: string[]): unknown[][] {
    return this.calls.filter(([name]) => names.includes(name)).map(([, ...values]) => values)
  }

  #recorder(name: string): (...values: unknown[]) => void {
    return (...values) => {
      this.calls.push([name, ...values])
    }
  }
}

/** What an environment draws now. */
export function pictureOf(
  env: Environment,
  size: PictureSize = { width: 480, height: 320 },
): RecordingCanvas {
  const canvas = new RecordingCanvas()
  env.draw!(canvas, size)
  return canvas
}
