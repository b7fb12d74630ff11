#!/usr/bin/env node
// formscale beside other implementations of PPO: the same environment, network and settings, whole training loops. Each
// pair runs by turns in one sitting. Prints Markdown.
//
//   npm run build && npm run bench:peers
//   node bench/peers.js --only cartpole-jax --rounds 5 --threads 2
//
// Makes bench/peers/.venv (Python 3.11 or later, PyPI) and bench/peers/rl-ts/node_modules (npm) when they are missing.

import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { circumstances, median, round, summary, table } from './side-by-side/report.js'
import { runProgram } from './side-by-side/run-program.js'

const here = path.dirname(fileURLToPath(import.meta.url))
const python = path.join(here, 'peers', '.venv', 'bin', 'python')
const rlTs = path.join(here, 'peers', 'rl-ts')

const usage = `usage: node bench/peers.js [options]

  --rounds N     rounds, each one run of either side (default 3)
  --threads N    threads of both sides (default 1)
  --only NAMES   some of the pairs, with commas between
  --node PATH    the Node that runs formscale (default: this one)`

/** formscale's steps, then a peer's name, its program and its steps: each a few seconds' worth. */
const pairs = {
  'cartpole-sb3': {
    title: 'CartPole, Stable-Baselines3',
    task: 'cartpole',
    steps: 500_000,
    peer: [python, 'sb3_ppo.py', '--task', 'cartpole', '--steps', '20000'],
  },
  'cartpole-jax': {
    title: 'CartPole, JAX, all compiled',
    task: 'cartpole',
    steps: 500_000,
    peer: [python, 'jax_cartpole.py', '--steps', '500000'],
  },
  'cartpole-rl-ts': {
    title: 'CartPole, rl-ts',
    task: 'cartpole',
    steps: 500_000,
    oneThread: true,
    peer: [process.execPath, 'rl-ts/train.cjs', '--steps', '1536'],
  },
  'halfcheetah-sb3': {
    title: 'HalfCheetah, Stable-Baselines3',
    task: 'halfcheetah',
    steps: 40_960,
    peer: [python, 'sb3_ppo.py', '--task', 'halfcheetah', '--steps', '8192'],
  },
  'pong-sb3': {
    title: 'Pong from pixels, Stable-Baselines3',
    task: 'pong',
    steps: 6_144,
    peer: [python, 'sb3_ppo.py', '--task', 'pong', '--steps', '4096'],
  },
  'breakout-torch': {
    title: 'MinAtar Breakout, PyTorch',
    task: 'breakout',
    steps: 100_000,
    peer: [python, 'torch_minatar.py', '--steps', '40000'],
  },
}

const options = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    threads: { type: 'string', default: '1' },
    only: { type: 'string', default: Object.keys(pairs).join(',') },
    node: { type: 'string', default: process.execPath },
    help: { type: 'boolean', short: 'h', default: false },
  },
}).values

// formscale's environments of Gymnasium's are in the same Python.
process.env['FORMSCALE_PYTHON'] = python

const lastLine = (text) => JSON.parse(text.trim().split('\n').at(-1))

async function runOurs({ task, steps }, seed) {
  const script = path.join(here, 'train-task.js')
  const args = [script, task, '--steps', String(steps), '--seed', String(seed), '--threads', options.threads]
  return lastLine((await runProgram(options.node, args)).stdout)
}

async function runPeer({ peer: [command, script, ...args], oneThread }, seed) {
  const threads = oneThread ? [] : ['--threads', options.threads]
  const all = [path.join(here, 'peers', script), ...args, '--seed', String(seed), ...threads]
  return lastLine((await runProgram(command, all)).stdout)
}

const rate = ({ steps, seconds }) => steps / seconds
const processorRate = ({ steps, processorSeconds }) => steps / processorSeconds

async function compare(pair) {
  const runs = []
  for (let seed = 1; seed <= Number(options.rounds); seed++) {
    // Every other round turns the order round, so that a machine that warms or slows favours neither.
    const sides = seed % 2 ? ['ours', 'peer'] : ['peer', 'ours']
    const found = {}
    for (const side of sides) found[side] = await (side === 'ours' ? runOurs : runPeer)(pair, seed)
    console.error(
      `${pair.title}, round ${seed}: ${round(rate(found.ours))} and ${round(rate(found.peer))} steps/s`,
    )
    runs.push(found)
  }
  return [
    pair.title,
    summary(runs.map(({ ours }) => rate(ours))),
    summary(runs.map(({ peer }) => rate(peer))),
    `**${summary(runs.map(({ ours, peer }) => rate(ours) / rate(peer)))}**`,
    round(median(runs.map(({ ours, peer }) => processorRate(ours) / processorRate(peer)))),
    `${round(median(runs.map(({ ours }) => ours.peakMiB)))}, ${summary([runs[0].peer.peakMiB])}`,
  ]
}

function install() {
  execFileSync(path.join(here, 'peers', 'setup.sh'), { stdio: ['ignore', 'ignore', 'inherit'] })
  if (existsSync(path.join(rlTs, 'node_modules'))) return
  execFileSync('npm', ['install', '--prefix', rlTs, '--ignore-scripts', '--no-audit'], { stdio: 'ignore' })
}

async function main() {
  if (options.help) return console.log(usage)
  install()
  const rows = []
  for (const name of options.only.split(',')) {
    if (!Object.hasOwn(pairs, name))
      throw new Error(`--only knows ${Object.keys(pairs).join(', ')}; got ${name}`)
    rows.push(await compare(pairs[name]))
  }
  const { stdout: version } = await runProgram(options.node, ['--version'])
  console.log(
    [
      `- formscale on Node ${version.trim().slice(1)}, ${options.threads} thread(s), ${options.rounds} rounds`,
      circumstances(),
      '',
      'Median (least to most) of environment steps a second, whole training; the ratio is of the wall’s clock, then of',
      'processor time.',
      '',
      table(['pair', 'formscale', 'peer', 'ratio', 'by processor', 'peak MiB'], rows),
    ].join('\n'),
  )
}

await main()
