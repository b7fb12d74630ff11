import { afterEach, expect, test, vi } from 'vitest'
import { box, type Environment, rescaleActions } from '../envs/index.ts'
import { train } from './index.ts'

/** The reward is how near the action is to 1,000. */
const far = (): Environment => ({
  id: 'Far',
  observationSpace: box(-1, 1, [1]),
  actionSpace: box(-2000, 2000, [1]),
  reset: () => new Float32Array(1),
  step: (action) => ({
    observation: new Float32Array(1),
    reward: -Math.abs((action as ArrayLike<number>)[0] - 1000) / 1000,
    terminated: true,
    truncated: false,
  }),
})

afterEach(() => {
  vi.restoreAllMocks()
})

test('training warns of actions that are out of reach, once, until they are rescaled', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
  const settings = { totalSteps: 64, rolloutSteps: 16, numEnvs: 1, network: { hidden: [8] } }
  await train({ env: far, ...settings })
  expect(warn.mock.calls).toEqual([
    [
      expect.stringMatching(
        /^environment Far: action\[0\] runs from -2000 to 2000, .* 0 ± 4: let actions run from −1 to 1/,
      ),
    ],
  ])
  await train({ env: () => rescaleActions(far()), ...settings })
  const told: string[] = []
  const network = { hidden: [8], initialLogStd: 2 }
  await train({ env: far, ...settings, network, onWarning: (sentence) => told.push(sentence) })
  expect(told).toEqual([expect.stringContaining('0 ± 29.6')])
  expect(warn).toHaveBeenCalledTimes(1)
})
