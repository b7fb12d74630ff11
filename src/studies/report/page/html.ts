/** Parts of the report's page. Whatever comes from a file is escaped here. */
import type { Figure } from '../figures/figure.ts'
import type { HeatMaps } from '../figures/heat-maps.ts'
import { escapeText } from '../figures/svg.ts'
import { ROOM } from '../names.ts'
import type { PaintedGroup } from '../shown.ts'
import { colourOf, dashOf } from '../theme.ts'
import { captionOf } from './captions.ts'

export const paragraph = (text: string, style = '') =>
  `<p${style && ` class="${style}"`}>${escapeText(text)}</p>`

/** Characters of a name that narrow drawings have room for. */
const NARROW_ROOM = 14

/** Figures whose narrow drawing has no names in it. */
const NAMELESS = ['learning-curve', 'regret', 'sample-efficiency', 'profile']

/** A figure with its title and what it shows, in its wide and its narrow drawing, of which the page shows one. */
export function figureHtml(figure: Figure, groups: readonly PaintedGroup[]): string {
  const { title, wide, narrow, name } = figure
  const longest = Math.max(0, ...groups.filter(({ shown }) => shown).map(({ name }) => name.length))
  const names = legend(groups)
  const caption = captionOf(figure)
  return [
    `<figure><h3>${escapeText(title)}</h3>`,
    `<div class="wide">${longest > ROOM ? names : ''}${wide}</div>`,
    `<div class="narrow">${longest > NARROW_ROOM || NAMELESS.includes(name) ? names : ''}${narrow}</div>`,
    caption && `<figcaption>${escapeText(caption)}</figcaption>`,
    '</figure>',
  ].join('')
}

/** Names and lines of the updates in the figures. */
export function legend(groups: readonly PaintedGroup[]): string {
  const items = groups
    .filter(({ shown }) => shown)
    .sort((a, b) => a.colour - b.colour)
    .map(({ name, colour }) => {
      const line = `<path d="M0,6H22" stroke="${colourOf(colour)}" stroke-width="3" stroke-dasharray="${dashOf(colour)}"/>`
      return `<li data-series="${colour}"><svg width="22" height="12" aria-hidden="true">${line}</svg>${escapeText(name)}</li>`
    })
  return `<ul class="legend">${items.join('')}</ul>`
}

/** All maps, of which the page shows those of the pair that is chosen; without scripts, all. */
export function heatMapsHtml({ maps, crowded }: HeatMaps): string {
  const pairs = [...new Set(maps.map(({ pair }) => pair))]
  const option = (value: string, text = value) =>
    `<option value="${escapeText(value)}">${escapeText(text)}</option>`
  const choices = [
    pairs.length > 1
      ? `<label>parameters <select data-choice="pair">${pairs.map((pair) => option(pair)).join('')}</select></label>`
      : '',
    crowded
      ? `<label>over all others <select data-choice="over">${option('mean', 'their mean')}${option('best', 'the best')}</select></label>`
      : '',
  ]
  const panels = maps.map(
    ({ pair, over, title, svg }) =>
      `<div data-pair="${escapeText(pair)}"${over === null ? '' : ` data-over="${over}"`}><h4>${escapeText(title)}${crowded && over ? ` (${over})` : ''}</h4>${svg}</div>`,
  )
  const controls = choices.join('')
  return `<div class="maps">${controls && `<p class="choices">${controls}</p>`}<div class="panels">${panels.join('')}</div></div>`
}

export const preformatted = (text: string) => `<pre>${escapeText(text)}</pre>`

export const details = (summary: string, content: string) =>
  `<details><summary>${escapeText(summary)}</summary>${content}</details>`
