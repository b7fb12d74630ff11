import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { RunRecord } from '../../runs/files/index.ts'
import { resolveConfig } from '../../training/config.ts'
import { comparisonMarkdown } from '../report/markdown.ts'
import { curvesCsv, scoresCsv } from '../report/raw-csv.ts'
import { comparisonOf, jointDifferences, pairedDifference, standingsOf, stepsTo } from './comparison.ts'
import type { Group } from './groups.ts'

interface Row {
  readonly env: string
  readonly update: string
  readonly seed: number
  /** Final number and the same over training. */
  readonly final: number
  readonly training: number
  readonly seconds?: number
}

/** A run whose curve, a line, has this mean; its end is the result's. */
function record(
  { env, update, seed, final, training, seconds = 1 }: Row,
  metric: 'meanReturn' | 'regret',
): RunRecord {
  const config = { ...resolveConfig({ env, seed }), update: { name: update } }
  const metrics = [0, 500, 1000].map((step) => ({ step, [metric]: training }))
  const result = { status: 'finished', meanReturn: 0, [metric]: final, seconds }
  return { folder: '', config, metrics, result } as unknown as RunRecord
}

function groupsOf(rows: readonly Row[], metric: 'meanReturn' | 'regret' = 'meanReturn'): Group[] {
  const groups = new Map<string, Group & { finished: RunRecord[] }>()
  for (const row of rows) {
    const key = `${row.env} ${row.update}`
    const run = record(row, metric)
    const group = groups.get(key) ?? {
      env: row.env,
      label: row.update,
      config: run.config,
      finished: [],
      unfinished: [],
      repeats: [],
    }
    group.finished.push(run)
    groups.set(key, group)
  }
  return [...groups.values()]
}

/** A file of docs/results. */
const published = (name: string) =>
  readFileSync(new URL(`../../../docs/results/${name}`, import.meta.url), 'utf8')

function publishedRows(name: string): Row[] {
  const [, ...lines] = published(name).trim().split('\n')
  return lines.map((line) => {
    const [env, update, seed, final, training, seconds] = line.split(',')
    return {
      env,
      update,
      seed: Number(seed),
      final: Number(final),
      training: Number(training),
      seconds: Number(seconds),
    }
  })
}

/** The lines of a table in Markdown, without their last column: a time, which is written in other words now. */
const lines = (markdown: string, without = 0) =>
  markdown
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) =>
      line
        .split(' | ')
        .slice(0, line.split(' | ').length - without)
        .join(' | '),
    )

describe('the tables of docs/results/deep-rl.md come out of the numbers beside it', () => {
  const page = published('deep-rl.md')
  const rows = publishedRows('deep-rl/minatar-temperature-scores.csv')

  test('final returns, and all games together against the baseline', () => {
    const markdown = comparisonMarkdown(comparisonOf(groupsOf(rows), 'ppo-temperature'))
    const [finals, standings] = markdown.split('\n\n')
    for (const line of lines(finals)) expect(page).toContain(line)
    expect(lines(standings)).toHaveLength(5)
    for (const line of lines(standings, 1)) expect(page).toContain(line)
  })

  test('the scores of every run', () => {
    expect(scoresCsv(comparisonOf(groupsOf(rows)))).toBe(
      published('deep-rl/minatar-temperature-scores.csv')
        .replace(/(,-?\d+\.\d*?)0+(?=,)/g, '$1')
        .replace(/\.,/g, ','),
    )
  })
})

describe('the tables of docs/results/synthetic/tables.md come out of the numbers beside it', () => {
  const [, page] = published('synthetic/tables.md').split('## on-policy, linear\n')
  const rows = published('synthetic/bandit-scores.csv')
    .split('\n')
    .filter((line) => line.startsWith('"on-policy, linear"'))
    .map((line): Row => {
      const [update, seed, final, training] = line.split(',').slice(2)
      return {
        env: 'Bandit2D-v0',
        update,
        seed: Number(seed),
        final: Number(final),
        training: Number(training),
      }
    })
  const [ofEach] = comparisonMarkdown(comparisonOf(groupsOf(rows, 'regret'), 'huber')).split('\n\n')
  const [, , ...printed] = ofEach.split('\n').map((line) => line.split(' | '))

  test.each(printed)('%s', (name, training, final, lessTraining, lessFinal) => {
    const label = name.replace(/[^\w-]/g, '')
    const lines = page.split('\n').filter((line) => /^\| [*`]+([\w-]+)[*`]/.exec(line)?.[1] === label)
    const has = (cells: string) => lines.some((line) => line.includes(cells))
    expect(has(`| ${training} | ${final} |`)).toBe(true)
    const isNew = name.includes('**') && label !== 'a2c-entropy'
    if (isNew) expect(has(`| ${lessTraining} (\`huber\`) | ${lessFinal.replace(' |', '')} (`)).toBe(true)
  })
})

describe('a study of one environment', () => {
  const rows = [1, 2, 3, 4, 5].flatMap((seed): Row[] => [
    { env: 'Bandit2D-v0', update: 'ppo', seed, final: 0.02 + 0.01 * seed, training: 0.05 + 0.01 * seed },
    { env: 'Bandit2D-v0', update: 'mine', seed, final: 0.01 + 0.01 * seed, training: 0.03 + 0.01 * seed },
  ])
  const comparison = comparisonOf(groupsOf(rows, 'regret'), 'ppo')

  test('is judged by regret, with differences of the same seeds', () => {
    expect(comparison.measure.by).toBe('regret')
    const difference = pairedDifference(comparison, ['mine', 'ppo'], 'Bandit2D-v0', (run) => run.final)!
    expect(difference.value).toBeCloseTo(-0.01)
    // All pairs differ alike, however much seeds do: nothing is left to chance.
    expect(difference.interval!.high - difference.interval!.low).toBeCloseTo(0)
    const markdown = comparisonMarkdown(comparison, { threshold: 0.055, tuned: new Map([['mine', 'lr=1']]) })
    expect(
      markdown,
    ).toBe(`| update, Bandit2D-v0 | tuned | regret over training | final regret | steps to 0.055 | over training, less ppo | final, less ppo |
| --- | ---: | ---: | ---: | ---: | ---: | ---: |
| **mine** | lr=1 | 0.0600 [0.0433, 0.0767] | 0.0400 [0.0233, 0.0567] | 667 (2/5) | −0.0200 [−0.0200, −0.0200] | −0.0100 [−0.0100, −0.0100] |
| \`ppo\` |  | 0.0800 [0.0633, 0.0967] | 0.0500 [0.0333, 0.0667] | 1,000 (0/5) |  |  |
`)
  })

  test('lower is better in the order, and in the probability of improvement', () => {
    const [first, second] = standingsOf(comparison, 'ppo')
    expect([first.label, second.label]).toEqual(['mine', 'ppo'])
    expect(first.less!.value).toBeLessThan(0)
    expect(first.improvement!.value).toBeGreaterThan(0.5)
    expect([second.less, second.improvement]).toEqual([null, null])
  })
})

describe('several updates beside one baseline', () => {
  const updates = { ppo: 0, level: 0, better: 30 }
  const rowsIn = (env: string) =>
    [1, 2, 3, 4, 5].flatMap((seed) =>
      Object.entries(updates).map(([update, more]): Row => {
        const score = 100 + more + ((seed * 7 + update.length * 3) % 5)
        return { env, update, seed, final: score, training: score }
      }),
    )

  test.each([
    ['in one environment', ['CartPole-v1']],
    ['over several', ['CartPole-v1', 'Acrobot-v1']],
  ])('%s have differences that may be looked at all at once', (_, environments) => {
    const comparison = comparisonOf(groupsOf(environments.flatMap(rowsIn)), 'ppo')
    const joint = jointDifferences(comparison, 'ppo', 'final')
    expect([...joint.keys()]).toEqual(['level', 'better'])
    expect(joint.get('better')!.interval!.low).toBeGreaterThan(0)
    const { low, high } = joint.get('level')!.interval!
    expect(low).toBeLessThan(0)
    expect(high).toBeGreaterThan(0)
    const last = comparisonMarkdown(comparison).split('\n\n').slice(-2)
    expect(last[0]).toMatch(/^\| all at once, less ppo \|.*\n.*\n\| \*\*better\*\* \|/)
    expect(last[1]).toContain('Intervals of the 2 differences hold all at once')
  })

  test('of seeds that all of them have', () => {
    const rows = rowsIn('CartPole-v1')
      .filter(({ update, seed }) => seed <= 3 && (update !== 'level' || seed > 1))
      .map((row) => (row.update === 'ppo' && row.seed === 1 ? { ...row, final: -1000 } : row))
    const joint = jointDifferences(comparisonOf(groupsOf(rows), 'ppo'), 'ppo', 'final')
    expect(Math.abs(joint.get('better')!.value - 30)).toBeLessThan(5)
  })

  test('are none where they share no seed', () => {
    const rows = rowsIn('CartPole-v1').filter(({ update, seed }) => (update === 'level') === seed > 3)
    const comparison = comparisonOf(groupsOf(rows), 'ppo')
    expect(jointDifferences(comparison, 'ppo', 'final').size).toBe(0)
    expect(comparisonMarkdown(comparison)).not.toMatch(/all at once|NaN/)
  })
})

test('the steps to a threshold, from either side', () => {
  const { runs, measure } = comparisonOf(
    groupsOf([{ env: 'Acrobot-v1', update: 'ppo', seed: 1, final: 3, training: 2 }]),
  )
  expect(stepsTo(runs[0], 2, measure)).toBe(0)
  expect(stepsTo(runs[0], 2.1, measure)).toBeUndefined()
  expect(
    curvesCsv(comparisonOf(groupsOf([{ env: 'Acrobot-v1', update: 'ppo', seed: 1, final: 3, training: 2 }])))
      .split('\n')
      .slice(0, 2),
  ).toEqual(['env,update,seed,step,meanReturn', 'Acrobot-v1,ppo,1,0,2'])
})

test('a baseline without runs is refused, with the nearest', () => {
  const groups = groupsOf([{ env: 'Acrobot-v1', update: 'ppo', seed: 1, final: 3, training: 2 }])
  expect(() => comparisonOf(groups, 'pppo')).toThrow(
    "baseline is 'pppo', which has no finished runs in every environment; did you mean ppo?",
  )
})

test('a baseline that is no better than random actions gives no scale', () => {
  const rows = ['CartPole-v1', 'MountainCar-v0'].flatMap((env) =>
    ['ppo', 'spo'].map((update) => ({ env, update, seed: 1, final: -200, training: -200 })),
  )
  expect(() => standingsOf(comparisonOf(groupsOf(rows)), 'ppo')).toThrow(
    /^the baseline 'ppo' is as good as random actions in MountainCar-v0.*--environments$/,
  )
})
