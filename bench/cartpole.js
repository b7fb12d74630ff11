#!/usr/bin/env node
// Times PPO on CartPole-v1 side by side, in one sitting: formscale and Stable-Baselines3, both with
// CleanRL's settings. Prints a Markdown report.
//
//   npm run build && bench/peers/setup.sh
//   node bench/cartpole.js
//
// Steps per second is training alone on both sides: each program's own clock around its training, without
// process start, imports or files. "Process" is the whole child, from spawn to exit.

import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const formscaleCli = path.join(root, 'dist', 'cli', 'main.js')
const peersPython = path.join(root, 'bench', 'peers', '.venv', 'bin', 'python')
const peersStamp = path.join(root, 'bench', 'peers', '.venv', '.installed')
const sb3Script = path.join(root, 'bench', 'peers', 'sb3_cartpole.py')

const usage = `usage: node bench/cartpole.js [options]

  --rounds N     rounds, each one run of every program (default 3)
  --steps N      formscale's environment steps (default 500000)
  --sb3-steps N  Stable-Baselines3's environment steps (default 20000)
  --seed N       seed of the first round; each round adds one (default 1)
  --only NAME    run only formscale or sb3
  --json FILE    also write every run to FILE`

/** A mistake in how the benchmark was called or set up: reported without a stack. */
class UsageError extends Error {}

function readOptions() {
  let values
  try {
    values = parseArgs({
      options: {
        rounds: { type: 'string', default: '3' },
        steps: { type: 'string', default: '500000' },
        'sb3-steps': { type: 'string', default: '20000' },
        seed: { type: 'string', default: '1' },
        only: { type: 'string' },
        json: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values
  } catch (error) {
    throw new UsageError(`${error.message}\n\n${usage}`)
  }
  const whole = (name, least) => {
    const number = Number(values[name])
    if (!Number.isSafeInteger(number) || number < least)
      throw new UsageError(`--${name} must be a whole number, ${least} or more; got ${values[name]}`)
    return number
  }
  if (values.only !== undefined && values.only !== 'formscale' && values.only !== 'sb3')
    throw new UsageError(`--only must be formscale or sb3; got ${values.only}`)
  return {
    rounds: whole('rounds', 1),
    steps: whole('steps', 1),
    sb3Steps: whole('sb3-steps', 1),
    seed: whole('seed', 0),
    only: values.only,
    json: values.json,
    help: values.help,
  }
}

/** The process and its descendants, by /proc; the process alone where the kernel does not list children. */
function processTree(pid) {
  const pids = [pid]
  for (let i = 0; i < pids.length; i++) {
    try {
      for (const thread of readdirSync(`/proc/${pids[i]}/task`)) {
        const children = readFileSync(`/proc/${pids[i]}/task/${thread}/children`, 'utf8')
        pids.push(...children.trim().split(/\s+/).filter(Boolean).map(Number))
      }
    } catch {
      // The process ended while it was being read.
    }
  }
  return pids
}

/** Peak resident MiB of one live process, or undefined where /proc does not tell. */
function peakResidentMiB(pid) {
  try {
    const found = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
    return found ? Number(found[1]) / 1024 : undefined
  } catch {
    return undefined
  }
}

/**
 * Runs a program to its end. Its peak memory is the kernel's own high-water mark (VmHWM), read while it
 * runs, summed over it and its child processes; it only misses growth within the last poll.
 */
function runProgram(command, args) {
  return new Promise((resolve, reject) => {
    const started = performance.now()
    const child = spawn(command, args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, OMP_NUM_THREADS: '1', MKL_NUM_THREADS: '1' },
    })
    const peaks = new Map()
    const poll = setInterval(() => {
      if (child.pid === undefined) return
      for (const pid of processTree(child.pid)) {
        const peak = peakResidentMiB(pid)
        if (peak !== undefined) peaks.set(pid, peak)
      }
    }, 100)
    let stdout = ''
    let stderr = ''
    child.stdout.on('data', (chunk) => {
      stdout += chunk
    })
    child.stderr.on('data', (chunk) => {
      stderr += chunk
    })
    child.on('error', (error) => {
      clearInterval(poll)
      reject(error)
    })
    child.on('close', (code, signal) => {
      clearInterval(poll)
      const processSeconds = (performance.now() - started) / 1000
      if (code !== 0) {
        const tail = `${stdout}\n${stderr}`.trim().split('\n').slice(-20).join('\n')
        reject(new Error(`${command} ${args.join(' ')} ended with ${signal ?? `status ${code}`}:\n${tail}`))
        return
      }
      const peakMiB = peaks.size > 0 ? [...peaks.values()].reduce((sum, peak) => sum + peak, 0) : undefined
      resolve({ stdout, processSeconds, peakMiB })
    })
  })
}

/** Checks the fields every program must report, and its clock against the process's own time. */
function checkedResult(result, processSeconds, source) {
  for (const field of ['steps', 'seconds']) {
    if (typeof result[field] !== 'number' || !(result[field] > 0))
      throw new Error(`${source} has no positive number "${field}"`)
  }
  if (typeof result.meanReturn !== 'number') throw new Error(`${source} has no number "meanReturn"`)
  if (result.seconds > processSeconds)
    throw new Error(`${source} claims ${result.seconds} s of training in a process of ${processSeconds} s`)
  return result
}

function formscaleArgs(steps, seed, out) {
  return [
    ...['train', '--env', 'CartPole-v1', '--update', 'ppo'],
    ...['--steps', String(steps), '--seed', String(seed), '--out', out],
  ]
}

/** What a finished formscale run says of itself: the one place that knows the run folder's files. */
function readFormscaleRun(out) {
  const file = path.join(out, 'result.json')
  const { steps, seconds, meanReturn } = JSON.parse(readFileSync(file, 'utf8'))
  return { steps, seconds, meanReturn }
}

async function runFormscale(options, seed) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'formscale-bench-'))
  const out = path.join(folder, 'run')
  try {
    const run = await runProgram(process.execPath, [formscaleCli, ...formscaleArgs(options.steps, seed, out)])
    const result = checkedResult(readFormscaleRun(out), run.processSeconds, "formscale's result")
    return { ...result, processSeconds: run.processSeconds, peakMiB: run.peakMiB }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function runSb3(options, seed) {
  const run = await runProgram(peersPython, [
    sb3Script,
    '--steps',
    String(options.sb3Steps),
    '--seed',
    String(seed),
  ])
  const { peakMiB, ...result } = checkedResult(
    JSON.parse(run.stdout.trim().split('\n').at(-1)),
    run.processSeconds,
    "Stable-Baselines3's line",
  )
  return { ...result, processSeconds: run.processSeconds, peakMiB: peakMiB ?? run.peakMiB }
}

const programs = {
  formscale: { title: 'formscale', run: runFormscale },
  sb3: { title: 'Stable-Baselines3', run: runSb3 },
}

function requireInstalled(names) {
  if (names.includes('formscale') && !existsSync(formscaleCli))
    throw new UsageError('dist/cli/main.js is missing: run "npm run build" first')
  if (names.includes('sb3') && !existsSync(peersStamp))
    throw new UsageError('bench/peers/.venv is missing: run "bench/peers/setup.sh" first')
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

const whole = (value) => Math.round(value).toLocaleString('en-GB')
const fixed = (digits) => (value) => value.toFixed(digits)

/** "median (least to most)", or a dash where a run did not measure it. */
function summary(values, format) {
  if (values.some((value) => value === undefined)) return '–'
  const least = format(Math.min(...values))
  const most = format(Math.max(...values))
  const middle = format(median(values))
  return least === most ? middle : `${middle} (${least} to ${most})`
}

const stepsPerSecond = (run) => run.steps / run.seconds

function machineLine() {
  const cpus = os.cpus()
  const memory = Math.round(os.totalmem() / 1024 ** 3)
  return `${cpus[0]?.model.trim() ?? 'unknown processor'}, ${cpus.length} cores, ${memory} GiB, ${os.type()} ${os.release()} ${os.arch()}`
}

function versionsLine(names, runs) {
  const parts = []
  if (names.includes('formscale')) {
    const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))
    parts.push(`formscale ${version}`, `node ${process.versions.node}`)
  }
  if (names.includes('sb3')) {
    const { versions } = runs.find((run) => run.program === 'sb3')
    parts.push(...Object.entries(versions).map(([name, version]) => `${name} ${version}`))
    if (readFileSync(peersStamp, 'utf8').split(' ')[1] === 'lean')
      parts.push('(lean install: torch without its NVIDIA packages, which lowers its memory)')
  }
  return parts.join(', ').replace(', (', ' (')
}

function table(header, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`
  const ruler = header.map((_, column) => (column === 0 ? '---' : '---:'))
  return [line(header), line(ruler), ...rows.map(line)].join('\n')
}

function report(names, runs, options, loads) {
  const of = (name) => runs.filter((run) => run.program === name)
  const rows = names.map((name) => {
    const own = of(name)
    return [
      programs[name].title,
      whole(own[0].steps),
      summary(own.map(stepsPerSecond), whole),
      summary(
        own.map((run) => run.processSeconds),
        fixed(2),
      ),
      summary(
        own.map((run) => run.peakMiB),
        whole,
      ),
      summary(
        own.map((run) => run.meanReturn),
        fixed(1),
      ),
    ]
  })
  const lines = [
    `# PPO on CartPole-v1, ${options.rounds} ${options.rounds === 1 ? 'round' : 'rounds'}`,
    '',
    `- Date: ${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC`,
    `- Machine: ${machineLine()}`,
    `- Load average (1 minute) before and after: ${loads.map((load) => load.toFixed(2)).join(', ')}`,
    `- Versions: ${versionsLine(names, runs)}`,
    `- Command: \`node bench/cartpole.js${[''].concat(process.argv.slice(2)).join(' ')}\``,
    '',
    'Median (least to most) over the rounds. Steps per second is training alone; process time is the whole',
    'program with its start. The mean return is over the last 100 episodes of its own number of steps, so it',
    'compares only where the steps are the same.',
    '',
    table(['', 'Steps', 'Steps/s', 'Process, s', 'Peak memory, MiB', 'Mean return'], rows),
  ]
  if (names.length === 2) {
    const perRound = of('formscale').map((run, i) => stepsPerSecond(run) / stepsPerSecond(of('sb3')[i]))
    lines.push(
      '',
      `formscale's steps per second over Stable-Baselines3's: ${fixed(1)(median(perRound))} times (median of the rounds' ratios; ${fixed(1)(Math.min(...perRound))} to ${fixed(1)(Math.max(...perRound))}).`,
    )
  }
  return lines.join('\n')
}

async function main() {
  const options = readOptions()
  if (options.help) {
    console.log(usage)
    return
  }
  const names = options.only ? [options.only] : Object.keys(programs)
  requireInstalled(names)

  const runs = []
  const loads = [os.loadavg()[0]]
  for (let round = 0; round < options.rounds; round++) {
    // Every other round turns the order round, so that a machine that warms or slows favours neither.
    const order = round % 2 === 0 ? names : [...names].reverse()
    for (const program of order) {
      const run = await programs[program].run(options, options.seed + round)
      runs.push({ round: round + 1, program, seed: options.seed + round, ...run })
      console.error(`round ${round + 1}: ${programs[program].title}, ${whole(stepsPerSecond(run))} steps/s`)
    }
  }
  loads.push(os.loadavg()[0])

  const text = report(names, runs, options, loads)
  console.log(text)
  if (options.json !== undefined) {
    const machine = machineLine()
    writeFileSync(
      options.json,
      `${JSON.stringify({ date: new Date().toISOString(), machine, loads, options, runs }, null, 2)}\n`,
    )
  }
}

try {
  await main()
} catch (error) {
  console.error(error instanceof UsageError ? error.message : error)
  process.exitCode = error instanceof UsageError ? 2 : 1
}
