#!/usr/bin/env node
// Times the MuJoCo environments against a bare loop of mj_step calls with the same frame skip, in turns, in one sitting: the same
// engine, model, controls and resets. Prints a Markdown report.
//
//   npm run build
//   node bench/mujoco.js
//
// Both sides replay the same random steps. The bare loop writes the controls, steps, and where an episode ends resets MuJoCo's data,
// writes the recorded start and calls mj_forward; it makes no observation, reward or test, and no mj_rnePostConstraint.

import os from 'node:os'
import { parseArgs } from 'node:util'
import { make, prepare, sample } from '../dist/envs/index.js'
import { mujocoFor } from '../dist/envs/mujoco/engine.js'
import { tasks } from '../dist/envs/mujoco/index.js'
import { toXml } from '../dist/envs/mujoco/xml.js'
import { Pcg64 } from '../dist/random/index.js'

const usage = `usage: node bench/mujoco.js [options]

  --rounds N     rounds, each one replay a side and task (default 101)
  --steps N      steps of a replay (default 250)
  --only ID      one task alone`

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '101' },
    steps: { type: 'string', default: '250' },
    only: { type: 'string' },
    help: { type: 'boolean', short: 'h', default: false },
  },
})
const [rounds, steps] = [Number(values.rounds), Number(values.steps)]

/** Random steps of a task: the actions, and the state before those that follow a reset. */
function record(env, starts) {
  const random = Pcg64.fromSeed(0)
  const actions = Array.from({ length: steps }, () => sample(env.actionSpace, random))
  env.reset(0)
  starts.set(0, env.getState().physics)
  actions.forEach((action, t) => {
    const { terminated, truncated } = env.step(action)
    if (!terminated && !truncated) return
    env.reset()
    starts.set(t + 1, env.getState().physics)
  })
  return actions
}

/** Milliseconds of a replay through the environment. */
function replay(env, actions) {
  const begin = performance.now()
  env.reset(0)
  for (let t = 0; t < actions.length; t++) {
    const { terminated, truncated } = env.step(actions[t])
    if (terminated || truncated) env.reset()
  }
  return performance.now() - begin
}

/** Milliseconds of a replay on MuJoCo alone. */
function replayBare({ mujoco, model, data, frameSkip }, actions, starts) {
  const { qpos, qvel, ctrl } = data
  const begin = performance.now()
  for (let t = 0; t < actions.length; t++) {
    const start = starts.get(t)
    if (start !== undefined) {
      mujoco.mj_resetData(model, data)
      for (let i = 0; i < qpos.length; i++) qpos[i] = start[i]
      for (let i = 0; i < qvel.length; i++) qvel[i] = start[qpos.length + i]
      mujoco.mj_forward(model, data)
    }
    const action = actions[t]
    for (let i = 0; i < ctrl.length; i++) ctrl[i] = action[i]
    for (let i = 0; i < frameSkip; i++) mujoco.mj_step(model, data)
  }
  return performance.now() - begin
}

function measure(task) {
  const env = make(task.id)
  const mujoco = mujocoFor(task.id)
  const model = mujoco.MjModel.from_xml_string(toXml(task.model))
  const data = new mujoco.MjData(model)
  const bare = { mujoco, model, data, frameSkip: task.frameSkip }
  const starts = new Map()
  const actions = record(env, starts)
  replayBare(bare, actions, starts)
  const [ours, alone] = [[], []]
  for (let round = 0; round < rounds; round++) {
    // Every other round turns the order round, so that a machine that warms or slows favours neither.
    const sides = [() => ours.push(replay(env, actions)), () => alone.push(replayBare(bare, actions, starts))]
    for (const side of round % 2 === 0 ? sides : sides.reverse()) side()
  }
  if (data.qpos.some((value, i) => value !== env.getState().physics[i]) && !starts.has(steps))
    throw new Error(`${task.id}: the two sides ended in different states`)
  data.delete()
  model.delete()
  env.close()
  return { ours, alone }
}

const sorted = (numbers) => [...numbers].sort((a, b) => a - b)
const median = (numbers) => sorted(numbers)[numbers.length >> 1]
const rate = (milliseconds) => Math.round((1000 * steps) / milliseconds).toLocaleString('en-GB')
const percent = (ratio) => `${(100 * (ratio - 1)).toFixed(1)} %`

function row(task) {
  const { ours, alone } = measure(task)
  const ratios = sorted(ours.map((time, i) => time / alone[i]))
  const quartiles = [ratios[rounds >> 2], ratios[(3 * rounds) >> 2]].map(percent).join(' to ')
  const cells = [task.id, rate(median(ours)), rate(median(alone)), percent(median(ratios)), quartiles]
  return `| ${cells.join(' | ')} |`
}

function main() {
  if (values.help) return console.log(usage)
  const chosen = tasks.filter(({ id }) => values.only === undefined || id === values.only)
  if (
    chosen.length === 0 ||
    !(Number.isInteger(rounds) && rounds > 0 && Number.isInteger(steps) && steps > 0)
  ) {
    console.error(`nothing to measure; tasks: ${tasks.map(({ id }) => id).join(', ')}\n\n${usage}`)
    process.exitCode = 2
    return
  }
  const head = ['Task', 'Steps/s', 'Bare loop, steps/s', 'Our layer costs', 'Half of the rounds']
  console.log(`# MuJoCo environments

- Date: ${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC; load average ${os.loadavg()[0].toFixed(2)}
- Machine: ${os.cpus()[0]?.model.trim()}, ${os.cpus().length} cores; node ${process.versions.node}
- Command: \`node bench/mujoco.js${['', ...process.argv.slice(2)].join(' ')}\`

Medians of ${rounds} rounds of ${steps} random steps, resets included.

| ${head.join(' | ')} |
|${head.map((_, i) => (i === 0 ? ' --- ' : ' ---: ')).join('|')}|`)
  for (const task of chosen) console.log(row(task))
}

await prepare(tasks[0].id)
main()
