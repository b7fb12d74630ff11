#!/usr/bin/env node
// How speed scales: with environments, samples of a minibatch, units of the hidden layers, and along a long run. Writes
// bench/scaling.svg and prints the numbers.
//
//   npm run build && npx -y node@24 bench/scaling.js --long 30000000

import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import * as Plot from '@observablehq/plot'
import { parseHTML } from 'linkedom'
import { train } from '../dist/index.js'
import { circumstances, round, table } from './side-by-side/report.js'

const { long } = parseArgs({ options: { long: { type: 'string', default: '10000000' } } }).values
const { document } = parseHTML('<html><body></body></html>')
const powers = (/** @type {number} */ from, /** @type {number} */ to) =>
  Array.from({ length: Math.log2(to / from) + 1 }, (_, i) => from * 2 ** i)

/** Steps a second, the first updates left out, in which code is compiled. */
async function rate(settings) {
  const times = []
  const onProgress = ({ step }) => times.push([step, performance.now()])
  await train({ env: 'CartPole-v1', ...settings, onProgress })
  const [from, to] = [times[Math.floor(times.length / 4)], times.at(-1)]
  return (1000 * (to[0] - from[0])) / (to[1] - from[1])
}

/** About so many steps, in at least eight updates. */
const stepsFor = (rollout, steps) => rollout * Math.max(8, Math.round(steps / rollout))

async function perEnvironments(numEnvs) {
  return rate({ numEnvs, rolloutSteps: 128, totalSteps: stepsFor(128 * numEnvs, 150_000) })
}

async function perMinibatch(rows) {
  const [numEnvs, rolloutSteps] = [16, Math.max(8, rows / 4)]
  const minibatches = (numEnvs * rolloutSteps) / rows
  return rate({ numEnvs, rolloutSteps, minibatches, totalSteps: stepsFor(numEnvs * rolloutSteps, 150_000) })
}

async function perWidth(units) {
  const settings = { numEnvs: 16, rolloutSteps: 128, network: { hidden: [units, units] } }
  return rate({ ...settings, totalSteps: stepsFor(2048, Math.min(150_000, 2e6 / units)) })
}

/** Steps a second and resident memory between marks of a long run with a small network, in a folder as ever. */
async function along(totalSteps) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'formscale-bench-'))
  const out = path.join(folder, 'run')
  const marks = [1e5, 3e5, 1e6, 3e6, 1e7, 3e7, 1e8].filter((mark) => mark <= totalSteps)
  const found = []
  let last
  const onProgress = ({ step }) => {
    last ??= { step, at: performance.now() }
    if (step < marks[found.length]) return
    const at = performance.now()
    const memory = process.memoryUsage().rss / 1024 ** 2
    found.push({ x: marks[found.length], y: (1000 * (step - last.step)) / (at - last.at), memory })
    last = { step, at }
  }
  const network = { hidden: [8] }
  const settings = { numEnvs: 32, rolloutSteps: 128, epochs: 1, network, totalSteps, out, onProgress }
  try {
    await train({ env: 'CartPole-v1', ...settings })
    const files = readdirSync(out, { recursive: true }).map((file) => path.join(out, String(file)))
    return { found, bytes: files.reduce((sum, file) => sum + statSync(file).size, 0) }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function points(values, measure) {
  const found = []
  for (const x of values) found.push({ x, y: await measure(x) })
  return found
}

/** 4096, 300k, 1M. @param {number} x */
const shortened = (x) => (x >= 1e6 ? `${x / 1e6}M` : x >= 1e5 ? `${x / 1000}k` : String(x))

const panel = (label, data) =>
  Plot.plot({
    document,
    width: 400,
    height: 260,
    marginLeft: 60,
    marginTop: 36,
    marginBottom: 40,
    style: { background: 'white', color: '#222', fontSize: '12px' },
    x: {
      type: 'log',
      base: label === 'steps done' ? 10 : 2,
      ticks: data.map(({ x }) => x),
      tickFormat: shortened,
      label,
      labelArrow: 'none',
    },
    y: {
      domain: [0, 1.15 * Math.max(...data.map(({ y }) => y))],
      grid: true,
      ticks: 5,
      tickFormat: '~s',
      label: 'steps a second',
      labelArrow: 'none',
    },
    marks: [
      Plot.line(data, { x: 'x', y: 'y', stroke: '#2563a8', strokeWidth: 2 }),
      Plot.dot(data, { x: 'x', y: 'y', fill: '#2563a8', r: 3.5 }),
    ],
  })

const environments = await points(powers(1, 1024), perEnvironments)
const minibatches = await points(powers(32, 4096), perMinibatch)
const widths = await points(powers(8, 512), perWidth)
const { found: steps, bytes } = await along(Number(long))

const panels = {
  environments,
  'samples of a minibatch': minibatches,
  'units of each of two hidden layers': widths,
  'steps done': steps,
}
const placed = Object.entries(panels).map(([label, data], i) => {
  const svg = panel(label, data)
  svg.setAttribute('xmlns', 'http://www.w3.org/2000/svg')
  svg.setAttribute('x', String((i % 2) * 420))
  svg.setAttribute('y', String(Math.floor(i / 2) * 280))
  return svg.outerHTML
})
const picture = `<svg xmlns="http://www.w3.org/2000/svg" width="820" height="540" viewBox="0 0 820 540"><title>Steps a second of CartPole by what is varied</title><rect width="820" height="540" fill="white"/>${placed.join('')}</svg>\n`
writeFileSync(new URL('scaling.svg', import.meta.url), picture)

console.log(`- Node ${process.versions.node}, one thread\n${circumstances()}\n`)
for (const [label, data] of Object.entries(panels))
  console.log(
    `${table([label, ...data.map(({ x }) => shortened(x))], [['steps/s', ...data.map(({ y }) => round(y))]])}\n`,
  )
console.log(`Resident memory at these steps: ${steps.map(({ memory }) => `${round(memory)} MiB`).join(', ')}`)
console.log(`The run's folder in the end: ${round(bytes / 1024)} KiB`)
