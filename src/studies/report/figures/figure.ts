/** What a figure is once it is drawn. */
export interface Figure {
  /** Name of its files, without ending. */
  readonly name: string
  readonly title: string
  /** For pages wider than a telephone. */
  readonly wide: string
  readonly narrow: string
  /** For a file of its own. */
  readonly file: string
  readonly csv: string
}

/** Widths of the drawings, in pixels: the page's column, a telephone, one of two panels side by side. */
export const WIDE = 900
export const NARROW = 400
export const PANEL = 420
