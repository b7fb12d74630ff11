import { expect, test } from 'vitest'
import { type LineFigure, lineFigure } from './lines.ts'

const point = (step: number, value: number) => ({ step, value, low: value - 1, high: value + 1 })
const figure: LineFigure = {
  title: 'Returns of <a> & "b"',
  xLabel: 'steps',
  yLabel: 'return',
  series: [
    {
      label: 'a',
      name: '<a>',
      colour: 0,
      mean: [point(0, 1), point(100, 9)],
      runs: [{ seed: 3, curve: [point(50, 5)] }],
    },
  ],
  width: 266,
  height: 166,
  labelled: false,
  seeds: true,
  ticks: 5,
}

/** The frame is 200 × 100 pixels from (52, 26); values go from 0 to 10. */
const pathsOf = (svg: string) => [...svg.matchAll(/ d="([^"]*)"/g)].map(([, path]) => path)

test('bands, seeds and means stand where their axes say', () => {
  const [band, seed, mean] = pathsOf(lineFigure(figure))
  expect(mean).toBe('M52,116L252,36')
  expect(band).toBe('M52,106L252,26L252,46L52,126Z')
  expect(seed).toBe('M152,76Z')
})

test('values beyond the bounds stand at the edge, and what is not a number breaks the line', () => {
  const mean = [point(0, 1), point(25, 40), point(50, Number.NaN), point(75, 2), point(100, 4)]
  const [, line] = pathsOf(
    lineFigure({
      ...figure,
      seeds: false,
      bounds: [0, 5],
      series: [{ ...figure.series[0], mean, runs: [] }],
    }),
  )
  expect(line).toBe('M52,106L102,26M202,86L252,46')
})

test('ticks stand beside their values, and text is escaped', () => {
  const svg = lineFigure(figure)
  expect(svg).toContain('<text x="48" y="126" dy="0.32em" text-anchor="end">0</text>')
  expect(svg).toContain('<text x="48" y="26" dy="0.32em" text-anchor="end">10</text>')
  expect(svg).toContain('<text x="252" y="142">100</text>')
  expect(svg).toContain('<title>&#60;a&#62;, seed 3</title>')
  expect(svg).toContain('aria-label="Returns of &#60;a&#62; &#38; &#34;b&#34;"')
})

test('a logarithmic axis has equal ways for equal ratios', () => {
  const mean = [1, 10, 100].map((value, i) => ({ step: 50 * i, value, low: value, high: value }))
  const [, line] = pathsOf(
    lineFigure({ ...figure, log: true, seeds: false, series: [{ ...figure.series[0], mean, runs: [] }] }),
  )
  expect(line).toBe('M52,126L152,76L252,26')
})
