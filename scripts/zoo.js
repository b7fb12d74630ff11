// Makes policies of the zoo, anew or as they were:
//
//   node scripts/zoo.js Hopper-v5                                        as the manifest tells
//   node scripts/zoo.js Hopper-v5 --seeds 40001,40002 --steps 1000000    the best of these seeds
//   node scripts/zoo.js                                                  the tables alone
//
// Runs are made by `formscale train` in runs/zoo, or found there. Of several seeds the policy with the best mean return over 20
// episodes is taken; its weights are rounded to bfloat16, more coarsely where its module had more than 120 kB, and its score is that of 100
// other episodes.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { parseArgs } from 'node:util'
import { deflateRawSync } from 'node:zlib'
import { transformSync } from 'esbuild'
import { evaluate, list, load, loadPolicy, version } from '../dist/index.js'
import { estimate } from '../dist/studies/statistics/index.js'

/** Seeds of the evaluations: by the one a policy is chosen, of the other its score is told. */
const CHOICE = { episodes: 20, seed: 50_001 }
const SCORE = { episodes: 100, seed: 50_002 }
/** Policies with more numbers than this go without their critic. */
const MOST_NUMBERS = 30_000
/** Of a module's text; weights are rounded until it fits. */
const MOST_TEXT = 120_000
/** Of a weight: bfloat16. */
const MOST_BITS = 16

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { seeds: { type: 'string' }, steps: { type: 'string' } },
})

/** Of the source, which may be newer than what was built. */
async function known() {
  const { code } = transformSync(readFileSync('src/zoo/manifest.ts', 'utf8'), { loader: 'ts' })
  const { policies } = await import(`data:text/javascript,${encodeURIComponent(code)}`)
  return Object.fromEntries(Object.entries(policies).map(([env, { entry }]) => [env, entry]))
}

const commandOf = (env, seed, steps) => [
  'formscale',
  'train',
  '--env',
  env,
  ...(steps ? ['--steps', steps] : []),
  '--seed',
  `${seed}`,
  '--deterministic',
]

async function trained(env, seed, steps) {
  const out = `runs/zoo/${env.replace('/', '-')}-${steps ?? 'tuned'}-${seed}`
  if (!existsSync(`${out}/result.json`)) {
    const [, ...args] = commandOf(env, seed, steps)
    const again = existsSync(out) ? ['train', '--resume', out] : [...args, '--out', out]
    const { status } = spawnSync(process.execPath, ['dist/cli/main.js', ...again], { stdio: 'inherit' })
    if (status !== 0) throw new Error(`${env}, seed ${seed}: training ended with ${status}`)
  }
  return load(out)
}

async function best(env, seeds, steps) {
  const runs = []
  for (const seed of seeds) {
    const run = await trained(env, seed, steps)
    const { meanReturn } = seeds.length > 1 ? await evaluate(run.policy, env, CHOICE) : { meanReturn: 0 }
    runs.push({ seed, run, meanReturn })
  }
  return runs.reduce((one, other) => (other.meanReturn > one.meanReturn ? other : one))
}

/** To the upper bits of a float32, to nearest, ties to even. */
function round(data, bits) {
  const words = new Uint32Array(data.buffer, data.byteOffset, data.length)
  const unit = 2 ** (32 - bits)
  for (let i = 0; i < words.length; i++) {
    const odd = Math.floor(words[i] / unit) & 1
    words[i] = Math.floor((words[i] + unit / 2 - 1 + odd) / unit) * unit
  }
}

/** A policy's file, and its module's text. */
function packed(env, policy) {
  const { entries, values: numbers } = policy.network.parameters
  for (let bits = MOST_BITS; ; bits--) {
    for (const { value } of entries) round(value.data, bits)
    const bytes = policy.toBytes({ env, critic: numbers.length <= MOST_NUMBERS })
    const text = moduleText(env, bytes)
    if (text.length <= MOST_TEXT) return { bytes, text }
  }
}

/** As src/zoo/stored.ts reads it. */
function textOf(bytes) {
  const width = 4
  const sorted = new Uint8Array(bytes.length)
  const numbers = bytes.length / width
  for (let i = 0; i < bytes.length; i++) sorted[(i % width) * numbers + Math.floor(i / width)] = bytes[i]
  return deflateRawSync(sorted, { level: 9 }).toString('base64')
}

const moduleOf = (env) => `policies/${env}.ts`

function moduleText(env, bytes) {
  const up = '../'.repeat(moduleOf(env).split('/').length - 1)
  return `// Written by scripts/zoo.js.\nimport { stored } from '${up}stored.ts'\n\nexport default stored('${textOf(bytes)}')\n`
}

function writeModule(env, text) {
  const file = `src/zoo/${moduleOf(env)}`
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}

async function make(env, known) {
  const seeds = values.seeds?.split(',').map(Number) ?? (known && [known.seed])
  if (!seeds) throw new Error(`the zoo has no ${env}: say the --seeds to train`)
  const steps = values.seeds ? values.steps : known.command.match(/--steps (\d+)/)?.[1]
  const { seed, run } = await best(env, seeds, steps)
  const { bytes, text } = packed(env, run.policy)
  writeModule(env, text)
  const { returns, meanReturn } = await evaluate(await loadPolicy(bytes), env, SCORE)
  const { interval } = estimate(returns, { resamples: 2000 })
  const short = (value) => Number(value.toPrecision(5))
  return {
    command: commandOf(env, seed, steps).join(' '),
    seed,
    tried: values.seeds ? seeds : known.tried,
    steps: run.result.steps,
    version,
    score: short(meanReturn),
    interval: [interval.low, interval.high].map(short),
    episodes: SCORE.episodes,
    bytes: text.length,
  }
}

function writeManifest(entries) {
  const lines = Object.entries(entries).map(
    ([env, entry]) =>
      `  ${JSON.stringify(env)}: {\n    entry: ${JSON.stringify(entry)},\n    load: () => import('./${moduleOf(env)}'),\n  },`,
  )
  const text = `// Written by scripts/zoo.js.
import type { ZooPolicy } from './entry.ts'

export const policies: Readonly<Record<string, ZooPolicy>> = {
${lines.join('\n')}
}
`
  writeFileSync('src/zoo/manifest.ts', text)
  spawnSync('npx', ['biome', 'check', '--write', 'src/zoo'], { stdio: 'inherit' })
}

function writeTable(entries) {
  const text = (value) => value.toLocaleString('en', { maximumSignificantDigits: 4 }).replace('-', '−')
  const rows = Object.entries(entries).map(
    ([env, { steps, seed, tried, score, interval, bytes }]) =>
      `| ${env} | ${steps.toLocaleString('en')} | ${seed} of ${tried.length} | **${text(score)}** [${interval.map(text).join(', ')}] | ${Math.round(bytes / 1000)} |`,
  )
  const docs = readFileSync('docs/zoo.md', 'utf8')
  const table = [
    '| environment | steps | seed | return | kB |',
    '| --- | ---: | ---: | ---: | ---: |',
    ...rows,
  ].join('\n')
  writeFileSync('docs/zoo.md', docs.replace(/\| environment .*\|\n(?=\n)/s, `${table}\n`))
}

const made = await known()
for (const env of positionals) made[env] = await make(env, made[env])
const entries = Object.fromEntries(list().flatMap((env) => (made[env] ? [[env, made[env]]] : [])))
writeManifest(entries)
writeTable(entries)
