import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type FakeRun, writeFakeRun } from '../../runs/testing/fake-run.ts'
import { catalogue } from '../../updates/index.ts'
import { referenceOf } from '../results/references.ts'
import { writeReport } from './report.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'formscale-report-'))
})
afterEach(() => rmSync(dir, { recursive: true }))

const at = (...path: string[]) => join(dir, ...path)
const text = (...path: string[]) => readFileSync(at(...path), 'utf8')

function study(...runs: FakeRun[]) {
  runs.forEach((run, i) => {
    writeFakeRun(at(`run-${i}`), run)
  })
  return writeReport(dir)
}

/** A point of a grid, two seeds. */
function grid(alphaR: number, beta: number, env = 'CartPole-v1'): FakeRun[] {
  const scale = { ...catalogue.ppo.scale, alphaR, beta }
  const update = { ...catalogue.ppo, name: `ppo+alphaR=${alphaR}+beta=${beta}`, scale }
  return [1, 2].map((seed) => ({
    settings: { env, update, seed },
    returns: [1, 100 + 10 * alphaR - 7 * beta + seed],
  }))
}

const square = (env?: string) =>
  [0, 0.5, 1].flatMap((alphaR) => [0, 0.3].flatMap((beta) => grid(alphaR, beta, env)))

describe('writeReport', () => {
  it('has one page that refers to nothing outside, and every figure as SVG and CSV', async () => {
    await study(...square(), ...square('Acrobot-v1'))
    const page = text('report.html')
    expect(page).not.toMatch(/src=|href="[^#]|url\(|@import|NaN|undefined/)
    for (const title of [
      'Across environments',
      'Sample efficiency',
      'Probability of improvement',
      'Over two parameters',
    ])
      expect(page).toContain(title)
    const files = readdirSync(at('report/CartPole-v1'))
    for (const figure of ['learning-curve', 'final-return', 'profile', 'improvement', 'approx-kl'])
      expect(files).toEqual(expect.arrayContaining([`${figure}.svg`, `${figure}.csv`]))
    expect(files).toContain('heat-map-alphaR-beta-mean-final-return.svg')
    expect(readdirSync(at('report/all-environments'))).toEqual(
      expect.arrayContaining(['aggregates.svg', 'sample-efficiency.csv', 'standings.csv']),
    )
    expect(text('report/CartPole-v1/profile.svg')).toMatch(
      /^<svg xmlns="http:\/\/www.w3.org\/2000\/svg".*<\/svg>$/s,
    )
  })

  it('measures updates against a baseline, in the environments and updates asked for', async () => {
    const runs = ['CartPole-v1', 'Acrobot-v1', 'MountainCar-v0'].flatMap((env) =>
      ['ppo', 'spo', 'a2c'].flatMap((update, u) =>
        [1, 2, 3].map((seed) => ({ settings: { env, update, seed }, returns: [1, 100 + 10 * u + seed] })),
      ),
    )
    await study(...runs)
    const options = { baseline: 'ppo', environments: 'CartPole-v1,Acrobot-v1', updates: 'ppo, spo' }
    const { markdown, findings } = await writeReport(dir, options)
    expect(findings).toHaveLength(4)
    expect(markdown).toContain('| final return | CartPole-v1 | Acrobot-v1 |')
    expect(markdown).toMatch(/\| `spo` \| 1\.\d+ \[.*\] \| 0\.\d+ \[/)
    expect(markdown).not.toContain('a2c')
    const files = readdirSync(at('report/all-environments'))
    expect(files).toEqual(
      expect.arrayContaining(['curves.svg', 'curves.csv', 'differences.svg', 'differences.csv']),
    )
    expect(text('report/all-environments/differences.csv')).toMatch(
      /^update,statistic,value,low95,high95\nspo,"?final return, less ppo/,
    )
    expect(text('report.html')).toContain('less that of ppo')
    await expect(writeReport(dir, { baseline: 'pppo' })).rejects.toThrow(
      /baseline is 'pppo'.*did you mean ppo/,
    )
    await expect(writeReport(dir, { updates: 'spoo' })).rejects.toThrow(
      /--updates names 'spoo'.*did you mean spo/,
    )
  })

  it('shows what each axis of the family is worth, beside the baseline', async () => {
    const scale = catalogue.ppo.scale
    const members = {
      ppo: [scale, 40],
      priced: [{ ...scale, beta: 0.3 }, 45],
      low: [{ ...scale, alphaR: -0.5 }, 31],
      high: [{ ...scale, alphaR: 0.5 }, 67],
      both: [{ ...scale, beta: 0.3, alphaR: 1 }, 50],
      alone: [{ ...scale, cap: 2 }, 50],
    } as const
    const environments = ['CartPole-v1', 'Acrobot-v1']
    await study(
      ...environments.flatMap((env) =>
        Object.entries(members).flatMap(([name, [scale, score]]) =>
          [1, 2, 3].map((seed) => ({
            settings: { env, update: { ...catalogue.ppo, name, scale }, seed },
            returns: [score + seed, score + seed],
          })),
        ),
      ),
    )
    await writeReport(dir, { baseline: 'ppo' })
    expect(readdirSync(at('report/axes')).sort()).toEqual(
      ['alphaR', 'beta'].flatMap((axis) => [`axis-${axis}.csv`, `axis-${axis}.svg`]),
    )
    const rows = (axis: string) =>
      text(`report/axes/axis-${axis}.csv`)
        .trim()
        .split('\n')
        .map((line) => line.split(','))
    expect([...new Set(rows('alphaR').map(([label]) => label))]).toEqual(['update', 'low', 'high', 'both'])
    expect([...new Set(rows('beta').map(([label]) => label))]).toEqual(['update', 'priced', 'both'])
    const unit = 42 - referenceOf('CartPole-v1')!.random!
    const high = rows('alphaR').find(([label, panel]) => label === 'high' && panel === 'CartPole-v1')!
    expect(high.slice(2).map(Number)).toEqual([27, 27, 27].map((less) => expect.closeTo(less / unit, 10)))
    expect(rows('alphaR').map(([, panel]) => panel)).toContain('all together')
    const zero = /<line [^>]*stroke="var\(--ink\)"/
    expect(text('report/axes/axis-alphaR.svg')).toMatch(zero)
    expect(text('report/CartPole-v1/final-return.svg')).not.toMatch(zero)
    expect(text('report.html').match(/<h3>Along [^:]*/g)).toEqual(['<h3>Along αr', '<h3>Along β'])
    await writeReport(dir)
    expect(text('report.html')).not.toContain('Along αr')
  })

  it('shows axes of one environment in its own units, also where the baseline has learnt nothing', async () => {
    const env = 'MountainCar-v0'
    const { random } = referenceOf(env)!
    const member = (name: string, alphaR: number, score: number) =>
      [1, 2, 3].map((seed) => ({
        settings: {
          env,
          update: { ...catalogue.ppo, name, scale: { ...catalogue.ppo.scale, alphaR } },
          seed,
        },
        returns: [score, score],
      }))
    await study(
      ...member('ppo', 0, random!),
      ...member('low', -1, random! + 7),
      ...member('high', 1, random! - 5),
    )
    await writeReport(dir, { baseline: 'ppo' })
    expect(text('report/axes/axis-alphaR.csv').trim().split('\n').slice(1).sort()).toEqual([
      `high,${env},-5,-5,-5`,
      `low,${env},7,7,7`,
    ])
  })

  it.each([
    ['β = 0.3', ['β = 0.3']],
    ['β = 0.3, αo = 1', ['β = 0.3, αo = 1']],
    ['ppo,β = 0.3, αo = 1,β = 0.3', ['ppo', 'β = 0.3', 'β = 0.3, αo = 1']],
  ])('takes %j for names that have commas themselves', async (updates, found) => {
    const names = ['ppo', 'β = 0.3', 'β = 0.3, αo = 1', 'αo = 1']
    await study(
      ...names.flatMap((name) =>
        [1, 2].map((seed) => ({
          settings: { env: 'CartPole-v1', update: { ...catalogue.ppo, name }, seed },
          returns: [seed],
        })),
      ),
    )
    const { findings } = await writeReport(dir, { updates })
    expect(findings.map(({ label }) => label).sort()).toEqual(found.toSorted())
  })

  it('maps the scores of a grid over its parameters, and frames the best', async () => {
    await study(...square())
    const svg = text('report/CartPole-v1/heat-map-alphaR-beta-mean-final-return.svg')
    expect(svg.match(/<rect [^>]*rx="3"/g)).toHaveLength(6)
    const framed = svg.match(/<title>([^<]*)<\/title><rect [^>]*stroke=/)
    expect(framed?.[1]).toBe('αr = 1, β = 0: 111.5')
    const [header, first] = text('report/CartPole-v1/heat-maps.csv').split('\n')
    expect(header).toBe('update,alphaR,beta,seeds,final return,return over training')
    expect(first).toMatch(/^ppo\+alphaR=0\+beta=0,0,0,2,101\.5,/)
  })

  it('maps no pair of parameters that were not crossed', async () => {
    await study(
      ...['ppo', 'spo', 'a2c', 'cispo'].map((update) => ({ settings: { update }, returns: [1, 2] })),
    )
    expect(text('report.html')).not.toContain('Over two parameters')
  })

  it('lists what a search stopped early, and keeps it out of all means', async () => {
    const trial = (alphaR: number, returns: number[], status: 'finished' | 'stopped'): FakeRun => ({
      settings: {
        update: { ...catalogue.ppo, name: `p${alphaR}`, scale: { ...catalogue.ppo.scale, alphaR } },
        totalSteps: 400,
      },
      returns,
      status,
    })
    const { findings } = await study(
      trial(0, [1, 2, 3, 4], 'finished'),
      trial(1, [1, 9], 'stopped'),
      trial(2, [5], 'stopped'),
    )
    expect(findings.filter(({ final }) => final).map(({ label }) => label)).toEqual(['p0'])
    const page = text('report.html')
    expect(page).toMatch(/Stopped early[\s\S]*p0.*all<.*p1.*50 %.*p2.*25 %/)
    expect(page).not.toContain('is unfinished')
    expect(text('report/search/CartPole-v1/trials.csv').split('\n').slice(0, 3)).toEqual([
      'trial,alphaR,runs,steps,shareOfBudget,final return,best',
      'p0,0,1,400,1,4,false',
      'p1,1,1,200,0.5,9,false',
    ])
  })

  it('says how the study is repeated: its command, its file, or each run', async () => {
    writeFileSync(at('study.yaml'), 'about: A <small> study.\nupdates: [ppo]\n')
    writeFileSync(at('study.json'), JSON.stringify({ commands: ['formscale sweep a.yaml'] }))
    await study({ returns: [1, 2] })
    const page = text('report.html')
    expect(page).toContain('<p class="lead">A &#60;small&#62; study.</p>')
    expect(page).toContain('<pre>formscale sweep a.yaml</pre>')
    expect(page).toContain('updates: [ppo]')
    rmSync(at('study.json'))
    await writeReport(dir)
    expect(text('report.html')).toMatch(/formscale train --config .*run-0.config.json/)
  })

  it('escapes whatever names come from files', async () => {
    const update = { ...catalogue.ppo, name: '<script>alert(1)</script>' }
    await study(
      { settings: { update, seed: 1 }, returns: [1, 2] },
      { settings: { update, seed: 2 }, returns: [1, 3] },
    )
    const page = text('report.html')
    expect(page).not.toContain('<script>alert')
    expect(text('report/CartPole-v1/final-return.svg')).not.toContain('<script>alert')
  })

  it('works while nothing has finished', async () => {
    await study({ returns: [1, 2], status: 'killed' })
    expect(text('report.html')).toContain('No run has finished yet')
    expect(existsSync(at('report/CartPole-v1/learning-curve.svg'))).toBe(true)
  })

  it('refuses a folder without runs in one line', async () => {
    await expect(writeReport(dir)).rejects.toThrow(
      /^no runs at or below .*formscale train and compare make them$/,
    )
  })
})
