// PPO of rl-ts on CartPole, timed, as near to CleanRL's settings as it goes: 512 steps an update and four passes over
// them, two tanh layers of 64 units for the policy and as many for the value.
//
//   npm install --prefix bench/peers/rl-ts --ignore-scripts && node bench/peers/rl-ts/train.cjs --steps 2048 --seed 1
//
// What it does otherwise: one environment, a pass is one step on all 512 samples (we take four), and its policy draws a
// score for each action from a Gaussian and takes the better. Its TensorFlow computes in plain JavaScript: the native one needs a
// download beside npm.

// numjs wants sharp for pictures, which needs a download as well.
const Module = require('node:module')
const { parseArgs } = require('node:util')
const load = Module._load
Module._load = (name, ...rest) => (name === 'sharp' ? {} : load(name, ...rest))

const tf = require('@tensorflow/tfjs')
const RL = require('rl-ts')

const STEPS = 512
const PASSES = 4

async function main() {
  const options = { steps: { type: 'string' }, seed: { type: 'string' } }
  const { values } = parseArgs({ options })
  const [steps, seed] = [Number(values.steps), Number(values.seed)]
  const epochs = Math.ceil(steps / STEPS)
  const makeEnv = () => new RL.Environments.Examples.CartPole()
  const env = makeEnv()
  const policy = new RL.Models.MLPActorCritic(env.observationSpace, env.actionSpace, [64, 64], 'tanh')
  const actionToTensor = (scores) => scores.argMax(1)
  const ppo = new RL.Algos.PPO(makeEnv, policy, { actionToTensor })
  const returns = []
  const before = process.cpuUsage()
  const started = performance.now()
  await ppo.train({
    vf_optimizer: tf.train.adam(2.5e-4),
    pi_optimizer: tf.train.adam(2.5e-4),
    steps_per_epoch: STEPS,
    epochs,
    train_pi_iters: PASSES,
    train_v_iters: PASSES,
    target_kl: 1e9,
    gamma: 0.99,
    lam: 0.95,
    clip_ratio: 0.2,
    seed,
    verbosity: 'silent',
    epochCallback: ({ ep_rets }) => returns.push(ep_rets.mean),
  })
  const seconds = (performance.now() - started) / 1000
  const { user, system } = process.cpuUsage(before)
  const meanReturn = returns.at(-1)
  console.log(
    JSON.stringify({
      steps: epochs * STEPS,
      seconds,
      processorSeconds: (user + system) / 1e6,
      peakMiB: process.resourceUsage().maxRSS / 1024,
      meanReturn,
      versions: { 'rl-ts': '0.0.11', tfjs: tf.version.tfjs },
    }),
  )
}

main()
