import { describe, expect, test } from 'vitest'
import { checkEnvironment } from './check-environment.ts'
import type { Environment, Step } from './environment.ts'
import { list, make } from './registry.ts'
import { box, discrete } from './spaces.ts'

/** A walk on the line from −1 to 1 that does everything right. */
function walk(): Environment & { at: number } {
  return {
    id: 'Walk',
    at: 0,
    observationSpace: box(-1, 1, [1]),
    actionSpace: discrete(2),
    reset() {
      this.at = 0
      return Float32Array.of(0)
    },
    step(action): Step {
      this.at += action === 1 ? 0.125 : -0.125
      return {
        observation: Float32Array.of(this.at),
        reward: 1,
        terminated: Math.abs(this.at) === 1,
        truncated: false,
      }
    },
    getState() {
      return { physics: [this.at] }
    },
    setState({ physics }) {
      this.at = physics[0]
    },
  }
}

const failures = (make: () => Environment) =>
  checkEnvironment(make).filter(({ verdict }) => verdict !== 'passed')

test('every environment that was made is closed, also after a failure', () => {
  let open = 0
  const make = (change: Partial<Environment>) => () => {
    open++
    return { ...walk(), ...change, close: () => open-- }
  }
  expect(failures(make({}))).toEqual([])
  expect(failures(make({ reset: () => new Float32Array(2) })).length).toBeGreaterThan(0)
  expect(open).toBe(0)
})

test('a sound environment passes everything', () => {
  expect(failures(walk)).toEqual([])
})

test.each(list().filter((id) => !id.endsWith('-v5')))('%s is sound', (id) => {
  expect(failures(() => make(id)).filter(({ verdict }) => verdict === 'failed')).toEqual([])
})

describe('what is wrong is found, and nothing else', () => {
  const shared = new Float32Array(1)
  let calls = 0
  test.each<[string, string, (env: Environment & { at: number }) => Partial<Environment>, RegExp]>([
    ['a discrete observation space', 'spaces', () => ({ observationSpace: discrete(3) }), /one-hot/],
    [
      'bounds that are too narrow',
      'observations, rewards and endings',
      () => ({ observationSpace: box(-0.5, 0.5, [1]) }),
      /outside observationSpace/,
    ],
    [
      'one array for all',
      'observations are new arrays',
      (env) => ({
        step(action) {
          const step = env.step.call(this, action)
          shared.set(step.observation)
          return { ...step, observation: shared }
        },
      }),
      /new Float32Array/,
    ],
    [
      'its own dice',
      'the same seed repeats',
      (env) => ({
        step(action) {
          return { ...env.step.call(this, action), reward: calls++ }
        },
      }),
      /same seed and actions gave something else/,
    ],
    [
      'a snapshot that forgets',
      'snapshots restore',
      () => ({ setState() {} }),
      /put all that step\(\) reads into the state/,
    ],
  ])('%s', (_name, check, change, message) => {
    const found = failures(() => ({ ...walk(), ...change(walk()) }) as Environment)
    const [failure] = found.filter(({ verdict }) => verdict === 'failed')
    expect(failure).toMatchObject({ check, message: expect.stringMatching(message) })
  })

  test('no ending and no snapshots are told, not held against it', () => {
    const { getState: _, setState: __, ...endless } = walk()
    const env = () => ({
      ...endless,
      step: () => ({ observation: Float32Array.of(0), reward: 0, terminated: false, truncated: false }),
    })
    expect(failures(env).map(({ check, verdict }) => [check, verdict])).toEqual([
      ['episodes end', 'skipped'],
      ['snapshots restore', 'skipped'],
    ])
  })
})
