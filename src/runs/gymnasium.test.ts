import * as fs from 'node:fs'
import * as os from 'node:os'
import * as path from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { needsPython, python, usePython } from '../rollouts/gymnasium/testing/python.ts'
import { evaluate } from '../training/evaluate.ts'
import { resume } from './resume.ts'
import { train } from './train.ts'

usePython()

let dir: string
beforeEach(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'formscale-'))
})
afterEach(() => {
  fs.rmSync(dir, { recursive: true, force: true })
  vi.restoreAllMocks()
})

const settings = {
  totalSteps: 6_000,
  rolloutSteps: 64,
  network: { hidden: [16] },
  normaliseObservations: true,
  normaliseRewards: true,
} as const

describe.skipIf(!python)(`training in Python (${needsPython})`, () => {
  test('on CartPole gives the bits of our own CartPole, and so does evaluation', async () => {
    const ours = await train({ ...settings, env: 'CartPole-v1' })
    const theirs = await train({ ...settings, env: 'gymnasium:CartPole-v1' })
    const weights = ({ policy }: typeof ours) => policy.network.parameters.values.data
    expect(Array.from(weights(theirs))).toEqual(Array.from(weights(ours)))
    expect(theirs.policy.normalisation).toEqual(ours.policy.normalisation)
    const play = { episodes: 10, seed: 5 }
    expect(await evaluate(theirs.policy, 'gymnasium:CartPole-v1', play)).toEqual(
      await evaluate(ours.policy, 'CartPole-v1', play),
    )
  })

  test('goes on from a checkpoint with new episodes', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
    const controller = new AbortController()
    const onProgress = ({ update }: { update: number }) => update === 5 && controller.abort()
    const env = 'gymnasium:CartPole-v1'
    await train({ ...settings, env, out: path.join(dir, 'run'), onProgress, signal: controller.signal })
    const { result } = await resume(path.join(dir, 'run'))
    expect(result).toMatchObject({ status: 'finished', updates: 24 })
    expect(warn).toHaveBeenCalledWith(expect.stringMatching(/: 4 episodes were begun anew/))
  })

  test('ends with what an environment throws, and leaves no folder', async () => {
    const env = 'gymnasium:formscale_testing:Throwing-v0'
    const out = path.join(dir, 'run')
    await expect(train({ ...settings, env, out })).rejects.toThrow(
      /RuntimeError: the motor burnt \(.*, in throw\), at step 1 of the rollout \(in update 1, after 0 steps\)$/,
    )
    expect(fs.existsSync(out)).toBe(false)
  })
})
