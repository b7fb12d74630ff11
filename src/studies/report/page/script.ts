/**
 * The page's script. It needs nothing but the page: choosers of heat maps, and updates that light up, in all figures, while
 * the pointer or the focus is on their name. Without it, all maps are shown.
 */
import { SERIES } from '../theme.ts'

export const pageScript = `
const root = document.documentElement
for (const maps of document.querySelectorAll('.maps')) {
  const choices = [...maps.querySelectorAll('select')]
  const show = () => {
    for (const map of maps.querySelectorAll('[data-pair]'))
      map.hidden = choices.some(({ dataset, value }) => (map.dataset[dataset.choice] ?? value) !== value)
  }
  for (const choice of choices) choice.addEventListener('change', show)
  show()
}
const light = (series) => {
  for (let i = 0; i < ${SERIES}; i++)
    if (series === null || i === series % ${SERIES}) root.style.removeProperty('--series-' + i)
    else root.style.setProperty('--series-' + i, 'var(--faint)')
}
for (const name of document.querySelectorAll('[data-series]')) {
  name.addEventListener('pointerenter', () => light(Number(name.dataset.series)))
  name.addEventListener('pointerleave', () => light(null))
}
`
