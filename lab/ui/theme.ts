/** The colours of the style sheet, for canvases. */
import { signal } from '@preact/signals'

const preference = matchMedia('(prefers-color-scheme: dark)')
const dark = signal(preference.matches)
preference.addEventListener('change', () => {
  dark.value = preference.matches
})

/** Whether the page is dark; reading it in a component draws the component anew when that changes. */
export const isDark = () => dark.value

/** The value of a custom property such as `--ink`, now. */
export const colour = (property: string) =>
  getComputedStyle(document.documentElement).getPropertyValue(property).trim()

/** Colour of the n-th series, from 0; those of the reports. */
export const seriesColour = (series: number) => colour(`--series-${series % 7}`)
