import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { encodeSafetensors } from '../../src/networks/index.ts'
import { formscale, testFolder } from './formscale.ts'

const folder = testFolder()

/** CleanRL's agent for CartPole, which goes where the pole leans. */
function agent(): Uint8Array {
  const tensor = (...shape: number[]) => ({
    shape,
    data: new Float32Array(shape.reduce((product, size) => product * size, 1)),
  })
  const layers = (name: string, ...sizes: number[]) =>
    sizes
      .slice(1)
      .flatMap((outputs, i) => [
        [`${name}.${2 * i}.weight`, tensor(outputs, sizes[i])] as const,
        [`${name}.${2 * i}.bias`, tensor(outputs)] as const,
      ])
  const tensors = Object.fromEntries([...layers('critic', 4, 8, 8, 1), ...layers('actor', 4, 8, 8, 2)])
  tensors['actor.0.weight'].data.set([0, 0.5, 1, 1])
  tensors['actor.2.weight'].data[0] = 1
  tensors['actor.4.weight'].data[8] = 50
  return encodeSafetensors({ tensors, metadata: {} })
}

test('a policy of CleanRL is taken over, and plays', async () => {
  const run = (...args: string[]) => formscale(folder.path, ...args)
  writeFileSync(join(folder.path, 'agent.safetensors'), agent())
  const given = ['agent.safetensors', '--format', 'cleanrl']
  const { code, stdout } = await run('import', ...given, '--env', 'CartPole-v1')
  expect([code, stdout]).toEqual([
    0,
    expect.stringMatching(/^agent\.policy: \d\.\d kB\n\n {2}formscale eval agent\.policy\n$/),
  ])
  const played = await run('eval', 'agent.policy', '--episodes', '3', '--deterministic', '--json')
  expect(JSON.parse(played.stdout).meanReturn).toBeGreaterThan(150)

  expect((await run('import', ...given)).stderr).toBe(
    "formscale: agent.safetensors can't be taken over: the file does not tell its spaces: name the environment that has them, by --env ID\n",
  )
  expect((await run('import', ...given, '--env', 'Acrobot-v1')).stderr).toMatch(
    /^formscale: agent\.safetensors can't be taken over: 'actor\.0\.weight' has the shape \[8,4\]; here it must be \[any,6\]\n$/,
  )
  writeFileSync(join(folder.path, 'model.zip'), 'PK\u0003\u0004')
  expect((await run('import', 'model.zip', '--format', 'sb3')).stderr).toMatch(
    /^formscale: model\.zip is a zip with pickles/,
  )
})

test('the program that makes safetensors is Python', async () => {
  const { stdout } = await formscale('.', 'import', '--python')
  const python = process.env['FORMSCALE_PYTHON'] || 'python3'
  const compiles = 'import ast, sys; ast.parse(sys.stdin.read())'
  const { error, status, stderr } = spawnSync(python, ['-c', compiles], { input: stdout, encoding: 'utf8' })
  if (!error) expect([status, stderr]).toEqual([0, ''])
  expect(stdout).toMatch(/^"""Turns a trained policy into safetensors/)
})
