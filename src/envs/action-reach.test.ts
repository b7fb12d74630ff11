import { expect, test } from 'vitest'
import { actionReachProblem } from './action-reach.ts'
import { checkEnvironment, type Environment, list, make, prepare, rescaleActions } from './index.ts'
import { box, discrete, type Space } from './spaces.ts'

const wide: Space = box(-2000, 2000, [1])

test.each<[Space, number, RegExp | undefined]>([
  [
    wide,
    1,
    /^action\[0\] runs from -2000 to 2000, and a policy begins by trying 0 ± 4: let actions run from −1 to 1, by \?rescaleActions=true/,
  ],
  [box([-1, 0], [1, 100], [2]), 1, /^action\[1\] runs from 0 to 100/],
  [box(1000, 1001, [1]), 1, /^action\[0\] runs from 1000 to 1001/],
  [box(-0.001, 0.001, [1]), 1, /a deviation of 1, so that nearly all it tries is cut to the bounds/],
  [wide, 100, undefined],
  [box(-20, 20, [1]), 1, undefined],
  [box(-Infinity, Infinity, [1]), 1, undefined],
  [box(-1, 1, [3]), 1, undefined],
  [discrete(5), 1, undefined],
])('%j tried with a deviation of %d: %s', (space, deviation, problem) => {
  const found = actionReachProblem(space, deviation)
  if (problem) expect(found).toMatch(problem)
  else expect(found).toBeUndefined()
})

test('no built-in environment is out of reach', async () => {
  for (const id of list()) {
    await prepare(id)
    const env = make(id)
    expect([id, actionReachProblem(env.actionSpace)]).toEqual([id, undefined])
    env.close?.()
  }
})

test('the check warns of it, until the actions are rescaled', () => {
  const far = () => ({ ...make('Pendulum-v1'), actionSpace: wide }) as Environment
  const warned = (env: () => Environment) =>
    checkEnvironment(env).filter(({ check }) => check === 'actions are in reach')
  const check = 'actions are in reach'
  expect(warned(far)).toEqual([{ check, verdict: 'warned', message: actionReachProblem(wide) }])
  expect(warned(() => rescaleActions(far()))).toEqual([{ check, verdict: 'passed', message: '' }])
})
