import { expect, test } from 'vitest'
import { stream } from '../random/index.ts'
import { readLog } from './read.ts'
import { SoftmaxRegression } from './softmax-regression.ts'
import { ACTIONS, DEVICES, LOGGED, shopRows } from './testing/rows.ts'

test('estimated probabilities are the frequencies where the context says all', async () => {
  const rows = shopRows(6000).map(({ probability, ...row }) => row)
  const log = await readLog(rows, { context: ['device'], holdOut: 0.1 })
  expect(log.notes).toEqual([expect.stringContaining('probabilities are estimated, by a softmax regression')])
  for (const part of [log, log.heldOut!])
    for (let b = 0; b < part.blocks; b++) {
      const block = part.read(b)
      for (let i = 0; i < block.rows; i++) {
        const device = Array.from(block.observations.subarray(3 * i, 3 * i + 3)).indexOf(1)
        const [column] = log.features.columns
        const d = column.kind === 'category' ? DEVICES.indexOf(column.values[device]) : -1
        const a = ACTIONS.indexOf(log.features.actions[block.actions[i]])
        expect(Math.abs(block.probabilities[i] - LOGGED[d][a])).toBeLessThan(0.03)
      }
    }
})

test('probabilities of the log are left aside when they are to be estimated', async () => {
  const rows = shopRows(2000).map((row) => ({ ...row, probability: 2 }))
  await expect(readLog(rows)).rejects.toThrow('column probability')
  const log = await readLog(rows, { estimateProbabilities: true })
  expect(log.features.columns.map(({ name }) => name)).toEqual(['device', 'hour'])
  expect(Math.max(...log.read(0).probabilities)).toBeLessThan(1)
})

test('the regression finds the maximum of the likelihood: there the residuals are orthogonal to the context', () => {
  const random = stream(5, 'logs')
  const [rows, inputs, n] = [3000, 2, 3]
  const contexts = Float32Array.from({ length: rows * inputs }, () => random.normal())
  const actions = Int32Array.from({ length: rows }, (_, i) => {
    const logits = [contexts[2 * i], 0.5 - contexts[2 * i + 1], 0]
    const gumbel = logits.map((logit) => logit - Math.log(-Math.log(random.random() || 0.5)))
    return gumbel.indexOf(Math.max(...gumbel))
  })
  const model = new SoftmaxRegression(inputs, n)
  const passes = 60
  for (let pass = 0; pass < passes; pass++)
    model.learn(contexts, actions, rows, 0.02 * (1 - pass / passes), pass >= passes / 2, random)
  model.finish()
  const found = new Float64Array(n)
  const gradient = new Float64Array(n * (inputs + 1))
  for (let i = 0; i < rows; i++) {
    model.predict(contexts, 2 * i, found)
    found[actions[i]] -= 1
    for (let a = 0; a < n; a++)
      for (let j = 0; j <= inputs; j++)
        gradient[a * (inputs + 1) + j] += ((j < inputs ? contexts[2 * i + j] : 1) * found[a]) / rows
  }
  for (const component of gradient) expect(Math.abs(component)).toBeLessThan(2e-3)
})
