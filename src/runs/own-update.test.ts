import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { catalogue, scaleFunction } from '../updates/index.ts'
import { load, resume, train } from './index.ts'

const still = { env: 'CartPole-v1', totalSteps: 2048, numEnvs: 4, rolloutSteps: 64, seed: 3 } as const
/** PPO's f, without its coordinates. */
const own = (deltaO: number, deltaR: number) => {
  const ratio = Math.exp(deltaO)
  const isOut = deltaR > 0 ? ratio > 1.2 : ratio < 0.8
  return isOut ? 0 : ratio * deltaR
}
const mine = { ...catalogue.ppo, name: 'mine', scale: own }

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'formscale-own-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const weights = ({ policy }: { policy: { network: { parameters: { values: { data: Float32Array } } } } }) =>
  Array.from(policy.network.parameters.values.data)

describe('an f of one’s own', () => {
  test('that is ppo’s gives the weights of ppo', async () => {
    const [a, b] = [await train({ ...still, update: mine }), await train({ ...still, update: 'ppo' })]
    expect(weights(a)).toEqual(weights(b))
    const other = { ...mine, scale: (deltaO: number, deltaR: number) => own(deltaO, 0.5 * deltaR) }
    expect(weights(await train({ ...still, update: other }))).not.toEqual(weights(b))
  })

  test('that is a formula is held by config.json, whole: resumed to the same bits, and refused before anything starts', async () => {
    const formula = 'Δr > 0 && ρ > high || Δr < 0 && ρ < 0.8 ? 0 : ρ * Δr'
    const update = { ...mine, scale: { formula, numbers: { high: 1.2 } } }
    const [ppo, out] = [await train({ ...still, update: 'ppo' }), join(dir, 'run')]
    await train({ ...still, update, out, stopAt: 1024 })
    expect(JSON.parse(readFileSync(join(out, 'config.json'), 'utf8')).config.update).toEqual(update)
    expect(weights(await resume(out))).toEqual(weights(ppo))
    const named = await train({ ...still, update: 'formula: Δr', totalSteps: 512 })
    const a2c = { ...catalogue.a2c, name: 'plain' }
    expect(weights(named)).toEqual(weights(await train({ ...still, update: a2c, totalSteps: 512 })))
    await expect(train({ ...still, update: 'formula: Δr * k' })).rejects.toThrow(
      'update.scale.formula: the formula names k, which is neither Δo, Δr, ρ nor A and has no value',
    )
    await expect(train({ ...still, update: 'formula: log(Δr)' })).rejects.toThrow(
      /f of update 'f=log\(Δr\)' is NaN at deltaO = .*it must be a finite number/,
    )
  })

  test('is named in config.json, and asked for by resume, which goes on to the same bits', async () => {
    const [whole, part] = [join(dir, 'whole'), join(dir, 'part')]
    const run = await train({ ...still, update: mine, out: whole })
    await train({ ...still, update: mine, out: part, stopAt: 1024 })
    const { update } = JSON.parse(readFileSync(join(part, 'config.json'), 'utf8')).config
    expect(update).toEqual({ ...catalogue.ppo, name: 'mine', scale: { own: 'mine' } })
    await expect(resume(part)).rejects.toThrow(
      "update 'mine' has an f of its own (mine), which a run only names: give it again, as update: { ..., scale: f } in a program, or by --update FILE",
    )
    const resumed = await resume(part, { update: mine })
    expect(weights(resumed)).toEqual(weights(run))
    // Playing needs no f.
    expect(weights(await load(part))).toEqual(weights(run))
  })

  test('of a file is loaded where the program names it, and by nothing that a run holds', async () => {
    const file = join(dir, 'mine.mjs')
    writeFileSync(file, 'globalThis.loads = (globalThis.loads ?? 0) + 1\nexport default (o, r) => r')
    const loads = () => (globalThis as { loads?: number }).loads ?? 0
    const out = join(dir, 'run')
    const update = { ...mine, scale: { own: file } }
    await train({ ...still, update, out, stopAt: 512 })
    expect(loads()).toBe(1)
    await expect(resume(out)).rejects.toThrow(/only names: give it again/)
    await load(out)
    expect(loads()).toBe(1)
    expect((await resume(out, { update: file })).result.steps).toBe(2048)
  })

  test.each([
    ['NaN', Number.NaN],
    ['Infinity', Number.POSITIVE_INFINITY],
    ['undefined', undefined],
  ])('that gives %s ends the run by its name', async (text, value) => {
    const scale = (deltaO: number, deltaR: number) =>
      deltaR > 1 ? (value as number) : scaleFunction(catalogue.ppo.scale)(deltaO, deltaR)
    await expect(train({ ...still, update: { ...mine, scale } })).rejects.toThrow(
      new RegExp(
        `^f of update 'mine' is ${text} at deltaO = \\S+, deltaR = \\S+; it must be a finite number there \\(in update 1,`,
      ),
    )
  })

  test('that throws ends the run by its name', async () => {
    const scale = (_: number, deltaR: number) => {
      if (deltaR > 1) throw new Error('no')
      return deltaR
    }
    await expect(train({ ...still, update: { ...mine, scale } })).rejects.toThrow(
      /^f of update 'mine' throws at deltaO = \S+, deltaR = \S+: no; it must give a finite number there \(in update 1,/,
    )
  })

  test.each<[string, string, RegExp]>([
    ['missing', '', /^there is no update file .*absent\.mjs$/],
    [
      'without a default export',
      'export const f = 1',
      /bad\.mjs has no default export; export default f itself/,
    ],
    [
      'that exports an object',
      'export default { scale: () => 1 }',
      /an object as its default export; export/,
    ],
    ['broken', 'export default (', /bad\.mjs can't be loaded: /],
  ])('from a file %s is refused', async (kind, text, message) => {
    const file = join(dir, kind === 'missing' ? 'absent.mjs' : 'bad.mjs')
    if (kind !== 'missing') writeFileSync(file, text)
    await expect(train({ ...still, update: { ...mine, scale: { own: file } } })).rejects.toThrow(message)
  })
})
