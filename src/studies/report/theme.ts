/** Colours and type of the report, for light and dark. The series colours are Okabe and Ito's, lightened for dark. */

const light = ['#0072b2', '#d55e00', '#009e73', '#b5538f', '#c98a00', '#5c5c5c', '#3a9ad9']
const dark = ['#4ba6e6', '#f5874a', '#2fc79a', '#e59ac8', '#efb73e', '#b8b8b8', '#93d4fb']

const variables = (ink: string, muted: string, rule: string, paper: string, series: readonly string[]) =>
  `--ink:${ink};--muted:${muted};--rule:${rule};--paper:${paper};` +
  series.map((colour, i) => `--series-${i}:${colour}`).join(';')

export const FONT = "Inter, system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif"

/** CSS variables of both colour schemes. */
export const colourCss =
  `:root{color-scheme:light dark;${variables('#1b1f24', '#646b73', '#e3e6ea', '#ffffff', light)}}` +
  `@media (prefers-color-scheme:dark){:root{${variables('#e8eaed', '#9aa2ab', '#30353b', '#15181c', dark)}}}`

/** Text and lines of figures. */
export const figureCss =
  `.figure{display:block;max-width:100%;height:auto;font-family:${FONT};color:var(--muted);overflow:visible}` +
  '.figure text{white-space:pre}'

/** Colour of the n-th series, from 0; colours recur after the seventh. */
export const colourOf = (series: number) => `var(--series-${series % light.length})`

/** Dash pattern of the n-th series: the first five are solid; with the colour it tells fifteen apart. */
export const dashOf = (series: number) => ['none', '7 3', '2 3'][Math.floor(series / 5) % 3]
