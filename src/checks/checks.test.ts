import { describe, expect, test, vi } from 'vitest'
import { CartPole } from '../envs/index.ts'
import { Kernels } from '../kernels/index.ts'
import { checks, runCheck } from './index.ts'

const named = (name: string) => {
  const check = checks.find((one) => one.name === name)
  if (!check) throw new Error(`there is no check ${name}`)
  return check
}

/** The tests of formscale doctor run the others, too. */
const light = checks.filter(({ needs }) => needs === undefined)

test.each(light.map((check) => [check.name, check] as const))('%s passes here', async (_, check) => {
  const { passed, detail } = await runCheck(check)
  expect(detail).not.toBe('')
  expect({ passed, detail }).toEqual({ passed: true, detail })
})

test('their names are their own', () => {
  expect(new Set(checks.map(({ name }) => name)).size).toBe(checks.length)
})

test('a check that throws has failed, and says why', async () => {
  const broken = { name: 'broken', about: '', run: () => Promise.reject(new Error('no luck')) }
  expect(await runCheck(broken)).toMatchObject({ name: 'broken', passed: false, detail: 'no luck' })
})

describe('a fault is found', () => {
  test('in a kernel', async () => {
    const { run } = Kernels.prototype
    const leaveOut = (kernel: string) =>
      vi.spyOn(Kernels.prototype, 'run').mockImplementation(function (this: Kernels, ...call) {
        if (call[0] !== kernel) run.apply(this, call)
      })
    leaveOut('adam')
    expect(await runCheck(named('kernels: simd'))).toMatchObject({ passed: false })
    leaveOut('linearBackwardInput')
    expect(await runCheck(named('gradients of the networks'))).toMatchObject({ passed: false })
    vi.restoreAllMocks()
  })

  test('in a snapshot', async () => {
    const setState = vi.spyOn(CartPole.prototype, 'setState').mockImplementation(() => {})
    expect(await runCheck(named('snapshot and restore'))).toMatchObject({
      passed: false,
      detail: 'went on differently: CartPole-v1',
    })
    expect(await runCheck(named('checkpoint and resume'))).toMatchObject({ passed: false })
    setState.mockRestore()
  })
})
