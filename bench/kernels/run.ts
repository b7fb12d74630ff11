// Compares the kernels with native C (matrix product) and with PyTorch (training step of an MLP), side by side: in each
// round every side runs once, ratios are taken within a round, and the table shows medians over the rounds.
//
//   npx -y node@24 bench/kernels/run.ts [rounds]     (Node 22.18 or newer, gcc; PyTorch from bench/peers/setup.sh)
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const rounds = Number(process.argv[2] ?? 5)
const here = import.meta.dirname
const workplace = mkdtempSync(join(tmpdir(), 'formscale-bench-'))
const native = join(workplace, 'matmul')
const python = join(here, '../peers/.venv/bin/python')

type Result = { best: number; median: number; peak?: number; bits?: number; forward?: Result }

function run(command: string, ...parameters: string[]): Result {
  const env = { ...process.env, OMP_NUM_THREADS: '1', MKL_NUM_THREADS: '1' }
  return JSON.parse(execFileSync(command, parameters, { encoding: 'utf8', env })) as Result
}

function script(name: string, ...parameters: string[]): Result {
  return run(process.execPath, join(here, name), ...parameters)
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** Runs the sides alternately; the first is the yardstick of the others. */
function compare(title: string, unit: string, digits: number, sides: Record<string, () => Result>): void {
  const names = Object.keys(sides)
  const results: Record<string, Result[]> = Object.fromEntries(names.map((name) => [name, []]))
  for (let round = 0; round < rounds; round++) for (const name of names) results[name].push(sides[name]())
  const yardstick = results[names[0]]
  console.log(`\n${title}\n`)
  console.log(`| side | median ${unit} | best ${unit} | ratio of medians | ratio of bests |`)
  console.log('| --- | ---: | ---: | ---: | ---: |')
  for (const name of names) {
    const all = results[name]
    const columns = [
      median(all.map((result) => result.median)).toFixed(digits),
      median(all.map((result) => result.best)).toFixed(digits),
      median(all.map((result, i) => result.median / yardstick[i].median)).toFixed(3),
      median(all.map((result, i) => result.best / yardstick[i].best)).toFixed(3),
    ]
    console.log(`| ${name} | ${columns.join(' | ')} |`)
  }
}

try {
  execFileSync('gcc', ['-O3', '-mavx2', '-mfma', '-o', native, join(here, 'matmul.c')])
  console.log(`Node ${process.version}, ${rounds} rounds`)
  console.log('\nMultiply-adds on registers alone, GFLOP/s\n\n| side | peak |\n| --- | ---: |')
  console.log(`| C, 256 bits wide | ${run(native, '64', '0.01').peak?.toFixed(1)} |`)
  for (const build of ['simd', 'relaxed-simd']) {
    const { peak, bits } = script('peak.js', build)
    console.log(`| WebAssembly, ${bits} bits wide, ${build} | ${peak?.toFixed(1)} |`)
  }

  for (const size of ['256', '64']) {
    compare(`Matrix product ${size}³ (higher is better)`, 'GFLOP/s', 1, {
      'C, AVX2 and FMA': () => run(native, size, '0.5'),
      'kernels, simd': () => script('matmul.ts', 'simd', size, '0.5').forward as Result,
      'kernels, relaxed-simd': () => script('matmul.ts', 'relaxed-simd', size, '0.5').forward as Result,
    })
  }

  if (existsSync(python)) {
    for (const [batch, width] of [
      ['64', '64'],
      ['2048', '64'],
      ['2048', '256'],
    ]) {
      compare(
        `Training step of a tanh MLP 4→${width}→${width}→2, batch ${batch} (lower is better)`,
        'ms',
        4,
        {
          PyTorch: () => run(python, join(here, '../peers/mlp_step.py'), batch, width),
          'kernels, simd': () => script('mlp-step.ts', 'simd', batch, width),
          'kernels, relaxed-simd': () => script('mlp-step.ts', 'relaxed-simd', batch, width),
        },
      )
    }
  } else console.log('\nPyTorch is not installed: run bench/peers/setup.sh for the training step.')
} finally {
  rmSync(workplace, { recursive: true })
}
