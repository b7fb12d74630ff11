import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { formscale, testFolder } from './formscale.ts'

const example = resolve('examples/updates/soft-landing.ts')
const folder = testFolder()

/** Writes a JavaScript file into the test's folder; its name. */
function file(text: string): string {
  writeFileSync(join(folder.path, 'mine.mjs'), text)
  return './mine.mjs'
}

describe("an f of one's own", () => {
  it('in TypeScript is checked and drawn, trained with, and resumed by its name', async () => {
    const check = await formscale(folder.path, 'updates', 'check', example)
    expect(check).toMatchObject({ code: 0 })
    expect(check.stdout).toMatch(/✓ first order/)
    expect(check.stdout).toMatch(/the push has ended|never ends a push/)
    // Pushed up where the evidence is good and the policy has not moved on it, down where it is bad.
    const rows = check.stdout.split('\n').filter((line) => line.length === 66)
    expect(rows[0][5 + 30]).toBe('*')
    expect(rows[0].at(-1)).toBe('·')
    expect(rows.at(-1)?.[5 + 30]).toBe('~')
    const args = ['train', '--env', 'CartPole-v1', '--plain', '--steps', '8192', '--out', 'run']
    const train = await formscale(folder.path, ...args, '--update', example)
    expect(train).toMatchObject({ code: 0 })
    expect(train.stdout).toMatch(/^CartPole-v1, soft-landing, seed 1/)
    const { config } = JSON.parse(readFileSync(join(folder.path, 'run', 'config.json'), 'utf8'))
    expect(config.update).toMatchObject({ name: 'soft-landing', form: 'policy', scale: { own: example } })
    const evaluation = await formscale(folder.path, 'eval', 'run', '--episodes', '2', '--json')
    expect(evaluation).toMatchObject({ code: 0 })
    const again = await formscale(folder.path, 'train', '--config', 'run', '--seed', '2', '--out', 'other')
    expect(again.stderr).toMatch(
      /update with an f of its own, 'soft-landing', from .*name its file, by --update/,
    )
  })

  it('may import the package, which is then the one that runs it', async () => {
    const imports = "import { catalogue } from 'formscale'\nimport { CartPole } from 'formscale/envs'\n"
    const f = 'export default (o, r) => (catalogue.ppo && CartPole ? r * Math.exp(Math.min(o, 1)) : NaN)'
    expect(await formscale(folder.path, 'updates', 'check', file(imports + f))).toMatchObject({ code: 0 })
  })

  it('that fails a property is told so, with what it means', async () => {
    const check = await formscale(
      folder.path,
      'updates',
      'check',
      file('export default (o, r) => 2 * r + 0.1'),
    )
    expect(check).toMatchObject({ code: 1 })
    expect(check.stdout).toMatch(
      /✗ agreement on-policy at Δo = 0, Δr = 0: f pushes where there is no evidence/,
    )
    expect(check.stderr).toMatch(/properties fail: agreement on-policy, first order/)
  })

  it('is compared with others, in threads, also in another form', async () => {
    const mine = file('export default (o, r) => r - 0.1 * o')
    const compare = await formscale(
      folder.path,
      ...['compare', '--env', 'CartPole-v1', '--updates', `ppo,${mine}`, '--seeds', '2', '--steps', '2048'],
      ...['--out', 'both'],
    )
    expect(compare).toMatchObject({ code: 0 })
    expect(compare.stdout).toMatch(/mine/)
    writeFileSync(
      join(folder.path, 'study.yaml'),
      `environments: [CartPole-v1]
updates: [${mine}, {base: ${mine}, form: 0.5, temperature: 2}]
seeds: 1
budget: {totalSteps: 1024}
`,
    )
    const sweep = await formscale(folder.path, 'sweep', 'study.yaml', '--out', 'study')
    expect(sweep).toMatchObject({ code: 0 })
    expect(sweep.stdout).toMatch(/mine\+form=0\.5\+temperature=2/)
    // A file that no command line has named.
    writeFileSync(join(folder.path, 'other.mjs'), 'export default (o, r) => r')
    writeFileSync(
      join(folder.path, 'theirs.yaml'),
      'environments: [CartPole-v1]\nupdates: [./other.mjs]\nseeds: 1\nbudget: {totalSteps: 1024}\n',
    )
    const refused = await formscale(folder.path, 'sweep', 'theirs.yaml', '--out', 'theirs')
    expect(refused.stderr).toMatch(
      /the study wants to load the code of .*other\.mjs, which you have not named before; if you trust it, add --allow-update/,
    )
    const allowed = await formscale(folder.path, 'sweep', 'theirs.yaml', '--allow-update', '.')
    expect(allowed).toMatchObject({ code: 0 })
  })

  it.each([
    [
      'a missing file',
      ['train', '--env', 'CartPole-v1', '--update', './no.ts'],
      /there is no update file \.\/no\.ts/,
    ],
    [
      'coordinates',
      ['updates', example],
      /has an f of its own, which has no coordinates; formscale updates check/,
    ],
    [
      'a coordinate',
      ['train', '--env', 'CartPole-v1', '--update', example, '--set', 'update.scale.beta=1'],
      /scale\.beta is a coordinate of the family; update '.*' has an f of its own, which has none/,
    ],
  ])('refuses %s in one line', async (_, args, message) => {
    const { code, stderr } = await formscale(folder.path, ...args)
    expect(code).toBe(1)
    expect(stderr.trim()).toMatch(message)
    expect(stderr.trim().split('\n')).toHaveLength(1)
  })
})
