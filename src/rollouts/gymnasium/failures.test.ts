import * as fs from 'node:fs'
import * as os from 'node:os'
import * as path from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createEnvironments } from '../create-environments.ts'
import type { VectorEnvironment } from '../vector-environment.ts'
import { needsPython, python, usePython } from './testing/python.ts'

usePython()

let opened: VectorEnvironment[] = []
afterEach(() => {
  for (const environments of opened) environments.close()
  opened = []
})

async function gymnasium(id: string, numEnvs = 1): Promise<VectorEnvironment> {
  const environments = await createEnvironments(`gymnasium:${id}`, numEnvs)
  opened.push(environments)
  return environments
}

/** One of `formscale_testing.py`. */
const testing = (name: string, numEnvs?: number) => gymnasium(`formscale_testing:${name}-v0`, numEnvs)

describe.skipIf(!python)(`what goes wrong in Python (${needsPython})`, () => {
  test.each([
    [
      'Throwing',
      /^environment gymnasium:formscale_testing:Throwing-v0: step\(\) threw: RuntimeError: the motor burnt \(.*formscale_testing.py:\d+, in throw\)$/,
    ],
    ['Leaving', /step\(\) threw: SystemExit: enough \(.*formscale_testing.py:\d+, in leave\)$/],
    ['Crashing', /Python crashed: Segmentation fault \(.*, in string_at\)$/],
    ['Mute', /Python ended without an answer/],
    ['Infinite', /observation\[1\]: got NaN; every component must be finite$/],
    ['InfiniteAtLast', /observation\[0\]: got Infinity; every component must be finite$/],
    ['Generous', /: reward: got -1e\+39; give a number within ±3.4e38, the range of float32$/],
    [
      'Boxed',
      /Boxed-v0: reward: got an array of shape \(1,\); give one number, such as float\(reward\[0\]\)$/,
    ],
    ['Wordy', /Wordy-v0: reward: got 'much'; give one number$/],
    [
      'Old',
      /Old-v0: step\(\): got a tuple of 4; give the tuple \(observation, reward, terminated, truncated, info\)$/,
    ],
    ['Uninformed', /Uninformed-v0: step\(\): info: got NoneType; give a dictionary, which may be empty$/],
    [
      'Misshapen',
      /step\(\) threw: ValueError: the observation has shape \(3,\); observation_space says \(2,\)$/,
    ],
  ])('what goes wrong in a step: %s', async (name, message) => {
    const environments = await testing(name, 2)
    environments.reset([0, 1])
    expect(() => environments.step(new Float32Array(2))).toThrow(message)
  })

  test('a reset without info', async () => {
    const environments = await testing('Bare')
    expect(() => environments.reset([0])).toThrow(
      /^environment gymnasium:formscale_testing:Bare-v0: reset\(\): got ndarray; give the tuple \(observation, info\)$/,
    )
  })

  test.each([
    [
      'CartPole-v1?maxEpisodeStep=9',
      /gymnasium:CartPole-v1: unknown option maxEpisodeStep; did you mean maxEpisodeSteps\?/,
    ],
    ['CartPole-v1?atariPreprocesing=true', /did you mean atariPreprocessing\?/],
    ['CartPole-v1?atariPreprocessing=true', /CartPole-v1: atariPreprocessing is for Atari's environments/],
    [
      'CartPole-v1?atariPreprocessing=84',
      /CartPole-v1: atariPreprocessing is 84; write atariPreprocessing=true, or leave it out/,
    ],
    [
      'CartPole-v1?scaleObservations=true',
      /scaleObservations: the observation space Box\(.*\) is no Box of finite bounds that differ/,
    ],
    ['CartPole-v1?frameStack=0', /^gymnasium:CartPole-v1: frameStack is 0; it must be a whole number from 1/],
    ['CartPool-v1', /^unknown environment gymnasium:CartPool-v1; did you mean gymnasium:CartPole-v1 or/],
    ['formscale_testing:Bites-v0', /did you mean .*gymnasium:formscale_testing:Bytes-v0/],
    [
      'no_such_package:X-v0',
      /needs Python's no_such_package, which .* does not have: install it, or put its folder on PYTHONPATH/,
    ],
    ['CartPole-v1?colour=red', /make\(\) threw: TypeError: .*unexpected keyword argument 'colour'/],
    ['formscale_testing:Unmade-v0', /make\(\) threw: KeyError: 'no such part' \(.*formscale_testing.py:\d+/],
    [
      'formscale_testing:Dict-v0',
      /the observation space Dict\('a': Discrete\(2\)\) is not one of .*FlattenObservation/,
    ],
    ['formscale_testing:TupleAction-v0', /the action space Tuple\(.*TransformAction/],
  ])('what can’t be made: %s', async (id, message) => {
    await expect(gymnasium(id)).rejects.toThrow(message)
  })
})

describe('without Python', () => {
  let folder: string
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'formscale-'))
  })
  afterEach(() => {
    fs.rmSync(folder, { recursive: true })
    vi.unstubAllEnvs()
  })

  test('no interpreter', async () => {
    vi.stubEnv('FORMSCALE_PYTHON', path.join(folder, 'python'))
    await expect(gymnasium('CartPole-v1')).rejects.toThrow(
      /gymnasium:CartPole-v1 runs in Python, and '.*python' does not start \(.*ENOENT\): install Python 3.10 or later/,
    )
  })

  test('one that fails', async () => {
    vi.stubEnv('FORMSCALE_PYTHON', 'false')
    await expect(gymnasium('CartPole-v1')).rejects.toThrow(/Python ended without an answer \(code 1\)/)
  })

  test.skipIf(!python)(`no gymnasium (${needsPython})`, async () => {
    const bare = path.join(folder, 'bare-python')
    fs.writeFileSync(bare, `#!/bin/sh\nexec ${python} -I -S "$@"\n`, { mode: 0o755 })
    vi.stubEnv('FORMSCALE_PYTHON', bare)
    await expect(gymnasium('CartPole-v1')).rejects.toThrow(
      /needs Python's gymnasium, which .* does not have: .* -m pip install gymnasium/,
    )
  })
})
