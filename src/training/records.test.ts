import { expect, it } from 'vitest'
import type { Metrics, Result } from './metrics.ts'
import { metricsFrom, resultFrom } from './records.ts'

const row: Metrics = {
  update: 1,
  step: 512,
  episodes: 20,
  meanReturn: 21.5,
  meanLength: 21.5,
  policyLoss: -0.01,
  valueLoss: 3,
  entropy: 0.69,
  approxKl: 0.001,
  clipFraction: 0,
  meanAbsF: 0.5,
  explainedVariance: null,
  gradNorm: 0.4,
  learningRate: 1e-3,
  stepsPerSecond: 1e5,
  seconds: 0.1,
}
const result: Result = {
  status: 'finished',
  steps: 512,
  updates: 1,
  episodes: 20,
  meanReturn: null,
  seconds: 0.1,
  stepsPerSecond: 1e5,
}

it('takes whole records, also with numbers of a later version', () => {
  expect(metricsFrom({ ...row, later: 1 })).toEqual({ ...row, later: 1 })
  expect(resultFrom({ ...result, regret: 0.5 })).toEqual({ ...result, regret: 0.5 })
})

it.each([
  ['{"update":0,"step":1,"episodes":0}', /^update is 0; it must be a whole number from 1$/],
  ['{"update":1,"step":-1,"episodes":0}', /^step is -1; it must be a whole number from 0$/],
  ['{"update":1,"step":1e999,"episodes":0}', /^step is Infinity/],
  ['{"update":1,"step":1.5,"episodes":0}', /^step is 1.5/],
  ['{"update":1,"step":1}', /^episodes is missing/],
  [
    '{"update":1,"step":1,"episodes":0,"valueLoss":1e999}',
    /^valueLoss is Infinity; .* finite number or null$/,
  ],
  ['{"update":1,"step":1,"episodes":0,"valueLoss":"1"}', /^valueLoss is "1"/],
  ['[1]', /not a JSON object/],
  ['null', /not a JSON object/],
])('refuses the row %s', (text, problem) => {
  expect(() => metricsFrom(JSON.parse(text))).toThrow(problem)
})

it.each([
  [{ status: 'done' }, /^status is "done"; it must be finished or stopped$/],
  [{ steps: -1 }, /^steps is -1; it must be a whole number from 0$/],
  [{ updates: '1' }, /^updates is "1"/],
  [{ episodes: undefined }, /^episodes is missing/],
  [{ meanReturn: Number.POSITIVE_INFINITY }, /^meanReturn is Infinity; .* finite number or null$/],
  [{ meanReturn: undefined }, /^meanReturn is missing/],
  [{ regret: null }, /^regret is null/],
  [{ seconds: -1 }, /^seconds is -1; it must be a number from 0$/],
  [{ stepsPerSecond: Number.NaN }, /^stepsPerSecond is NaN/],
])('refuses the result with %j', (change, problem) => {
  expect(() => resultFrom({ ...result, ...change })).toThrow(problem)
})
