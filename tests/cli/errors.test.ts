import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { formscale, testFolder } from './formscale.ts'

const folder = testFolder()
const cartPole = ['train', '--env', 'CartPole-v1']

/** Arguments, and what the one line on stderr must say. */
const cases: readonly (readonly [args: string[], message: RegExp])[] = [
  [['trian'], /unknown command 'trian'; did you mean train\?/],
  [['train', '--env', 'CartPol-v1'], /unknown environment CartPol-v1; did you mean CartPole-v1\?/],
  [['envs', 'check', 'gymnasium:CartPole-v1'], /gymnasium:CartPole-v1 runs in Python/],
  [['envs', 'Cart'], /unknown environment Cart/],
  [[...cartPole, '--update', 'pppo'], /unknown update 'pppo'; did you mean ppo\?/],
  [['updates', 'spoo'], /unknown update 'spoo'; did you mean spo\?/],
  [[...cartPole, '--sed', '3'], /unknown option '--sed'; did you mean .*--seed/],
  [[...cartPole, '--steps', '0'], /--steps is '0'; it must be a whole number from 1/],
  [[...cartPole, '--seed', '-1'], /--seed is '-1'/],
  [[...cartPole, '--seed', 'x'], /--seed is 'x'/],
  [[...cartPole, '--set', 'gama=1'], /unknown setting 'gama'; did you mean gamma\?/],
  [[...cartPole, '--set', 'learningRate=1'], /here it is optimiser\.learningRate/],
  [
    [...cartPole, '--set', 'batch_size=64'],
    /'batch_size'; here it is minibatches, their number and not their size/,
  ],
  [
    [...cartPole, '--set', 'optimizer.lerningRate=1'],
    /'optimiser.lerningRate'; did you mean optimiser.learningRate\?/,
  ],
  [
    [...cartPole, '--learning-rate', '1e-3'],
    /unknown option '--learning-rate'; among the settings \(--set\) it is optimiser\.learningRate/,
  ],
  [[...cartPole, '--set', 'gamma=2'], /gamma is 2/],
  [[...cartPole, '--set', 'gamma=high'], /gamma is "high"/],
  [[...cartPole, '--set', 'gamma'], /path=value/],
  [[...cartPole, '--set', 'network.hidden=64'], /network\.hidden is 64/],
  [[...cartPole, '--set', 'update.scale.omega=3'], /scale\.omega is 3; it must be a number in \[-1, 1\]/],
  [[...cartPole, '--set', '__proto__.polluted=1'], /unknown setting/],
  [[...cartPole, '--update', 'broken.json'], /broken\.json is not JSON/],
  [[...cartPole, '--update', 'wrong.json'], /wrong\.json: update\.reference is missing/],
  [[...cartPole, '--update', 'absent.json'], /no update file absent\.json/],
  [[...cartPole, '--config', 'absent.json'], /no file absent\.json/],
  [[...cartPole, '--out', 'used'], /used is not empty/],
  [
    [...cartPole, '--out', '/proc/x'],
    /^formscale: can't make the folder \/proc\/x: \/proc takes none \(ENOENT\); name another/,
  ],
  [
    ['train', 'CartPole-v1', '--env', 'Acrobot-v1'],
    /two environments are named, CartPole-v1 and --env Acrobot-v1/,
  ],
  [
    ['train', 'CartPole-v1', '--resume', 'used'],
    /--resume goes on in the run's own environment; leave out CartPole-v1/,
  ],
  [['train'], /train needs an environment \(train CartPole-v1\)/],
  [['compare', '--updates', 'ppo'], /compare needs an environment: formscale compare CartPole-v1/],
  [[...cartPole, '--out', 'broken.json'], /broken\.json is a file/],
  [['train', '--resume', 'used'], /used holds no run to go on with/],
  [['train', '--resume', 'used', '--seed', '3'], /--resume <dir>' cannot be used with option '--seed <s>'/],
  [['eval', 'used'], /'used' is not a run/],
  [['eval'], /missing required argument 'run'/],
  [['updates', 'check'], /^formscale: missing required argument 'file\|formula\|name'/],
  [['report', 'absent'], /no folder absent/],
  [['report', 'used'], /no runs at or below used/],
  [['compare', '--env', 'CartPole-v1'], /required option '--updates <a,b,c>'/],
  [['compare', '--env', 'CartPole-v1', '--updates', 'ppo,ppo'], /of the updates, two are called 'ppo'/],
  [['compare', '--env', 'CartPole-v1', '--updates', 'ppo,'], /separated by commas/],
  [['compare', '--env', 'CartPole-v1', '--updates', 'ppo', '--set', 'seed=3'], /use --seeds/],
  [['compare', '--env', 'CartPole-v1', '--updates', 'ppo', '--resume'], /--resume needs --out/],
  [['compare', '--env', 'CartPole-v1', '--updates', 'ppo', '--out', 'used'], /used is not empty.*--resume/],
]

/** Everything at or below a folder. */
const contents = (dir: string) => readdirSync(dir, { recursive: true }).sort()

function prepare(dir: string): void {
  writeFileSync(join(dir, 'broken.json'), '{ "form": ')
  writeFileSync(join(dir, 'wrong.json'), '{ "form": "policy" }')
  mkdirSync(join(dir, 'used'))
  writeFileSync(join(dir, 'used', 'thesis.txt'), 'precious')
}

describe('an error is one line, exit code 1, and nothing written', () => {
  it.each(cases)('%j', async (args, message) => {
    prepare(folder.path)
    const before = contents(folder.path)
    const { code, stdout, stderr } = await formscale(folder.path, ...args)
    expect(stderr).toMatch(message)
    expect(stderr).toMatch(/^formscale: [^\n]+\n$/)
    expect([code, stdout]).toEqual([1, ''])
    expect(contents(folder.path)).toEqual(before)
  })
})

describe('--debug', () => {
  it('shows the stack', async () => {
    const { code, stderr } = await formscale(folder.path, 'train', '--env', 'Nowhere-v1', '--debug')
    expect(code).toBe(1)
    expect(stderr).toMatch(/^formscale: unknown environment[^\n]*\n.*\n +at /)
  })
})
