import { expect, test } from 'vitest'
import { catalogue, resolveUpdate } from '../updates/index.ts'
import { parseAssignment } from './settings.ts'
import { modifyUpdate, readUpdate } from './update-source.ts'

const modified = (...texts: string[]) =>
  modifyUpdate(
    catalogue.ppo,
    texts.map((text) => parseAssignment(`update.${text}`)),
  )

test('--set changes a form, one sign of a number, and a part of a trust region', () => {
  const point = modified('form=0.5', 'scale.omega.up=0', 'scale.trust.kind=clip', 'scale.trust.outside=-0.3')
  expect(point).toEqual(
    resolveUpdate({
      name: 'ppo+form=0.5+omega.up=0+kind=clip+outside=-0.3',
      about: 'ppo with form=0.5, omega.up=0, kind=clip, outside=-0.3',
      form: 0.5,
      reference: 'logprob',
      scale: {
        omega: { up: 0, down: 1 },
        trust: { kind: 'clip', low: 0.2, high: 0.2, outside: -0.3 },
      },
    }),
  )
})

test('the last of two counts, groups go in, and a name is kept', () => {
  const point = modified('scale={"beta":1}', 'scale.alphaR=1', 'scale.alphaR=2', 'name=mine')
  expect(point).toMatchObject({ name: 'mine', scale: { beta: 1, alphaR: 2, omega: 1 } })
})

test('another kind takes the place of the whole', () => {
  const point = modified('scale.trust.kind=soft', 'scale.trust.sharpness={"up":1,"down":2}')
  expect(point.scale).toMatchObject({ trust: { kind: 'soft', sharpness: { up: 1, down: 2 } } })
})

test('a formula is an update, and --set gives it its numbers', () => {
  const formula = readUpdate('formula: exp(Δo) * clip(Δr/k, -1, 1)')
  const point = modifyUpdate(formula, [parseAssignment('update.scale.numbers.k=2')])
  expect(point).toMatchObject({
    name: 'f=exp(Δo)*clip(Δr/k,-1,1)+k=2',
    form: 'policy',
    scale: { formula: 'exp(Δo) * clip(Δr/k, -1, 1)', numbers: { k: 2 } },
  })
})
