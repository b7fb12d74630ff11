/** Colours and type of the report, for light and dark. The first series colours are Okabe and Ito's, lightened for dark. */

const light = [
  ...['#0072b2', '#d55e00', '#009e73', '#b5538f', '#c98a00'],
  ...['#5c5c5c', '#3a9ad9', '#7a4fd0', '#8a5a2b', '#a31515'],
]
const dark = [
  ...['#4ba6e6', '#f5874a', '#2fc79a', '#e59ac8', '#efb73e'],
  ...['#b8b8b8', '#93d4fb', '#b79bf5', '#d6a878', '#f27e7e'],
]

/** Series that differ in colour. */
export const SERIES = light.length

interface Tones {
  readonly ink: string
  readonly muted: string
  readonly rule: string
  readonly paper: string
  readonly card: string
  /** A series that another one is lit up against. */
  readonly faint: string
  readonly healthy: string
}

const variables = (tones: Tones, series: readonly string[]) =>
  [
    ...Object.entries(tones).map(([name, colour]) => `--${name}:${colour}`),
    ...series.map((colour, i) => `--series-${i}:${colour}`),
  ].join(';')

const lightTones: Tones = {
  ink: '#1b1f24',
  muted: '#646b73',
  rule: '#e3e6ea',
  paper: '#ffffff',
  card: '#f6f7f9',
  faint: '#d9dde2',
  healthy: '#1f9d55',
}
const darkTones: Tones = {
  ink: '#e8eaed',
  muted: '#9aa2ab',
  rule: '#30353b',
  paper: '#15181c',
  card: '#1d2126',
  faint: '#3a4047',
  healthy: '#3ecf7f',
}

export const FONT = "Inter, system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif"

/** CSS variables of both colour schemes. */
export const colourCss =
  `:root{color-scheme:light dark;${variables(lightTones, light)}}` +
  `@media (prefers-color-scheme:dark){:root{${variables(darkTones, dark)}}}`

/** Text and lines of figures. */
export const figureCss =
  `.figure{display:block;max-width:100%;height:auto;font-family:${FONT};color:var(--muted);overflow:visible}` +
  '.figure text{white-space:pre}'

/** Colour of the n-th series, from 0. */
export const colourOf = (series: number) => `var(--series-${series % SERIES})`

/** Dash pattern of the n-th series: the first five are solid, the next five dashed, then dotted. */
export const dashOf = (series: number) => ['none', '7 3', '2 3'][Math.floor(series / 5) % 3]
