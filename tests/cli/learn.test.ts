import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { shopRows } from '../../src/decisions/testing/rows.ts'
import { loadPolicy } from '../../src/policies/index.ts'
import { formscale, testFolder } from './formscale.ts'

const folder = testFolder()

/** A log whose columns have other names. */
function write(name: string, rows = shopRows(3000)): void {
  const lines = rows.map(({ device, hour, action, probability, reward }) =>
    [device, hour, action, probability, reward].join(','),
  )
  writeFileSync(join(folder.path, name), `device,hour,teaser,p,clicked\n${lines.join('\n')}\n`)
}

const columns = ['--action', 'teaser', '--reward', 'clicked', '--probability', 'p']

test('from a log to a policy in a page, judged on the way', async () => {
  write('shop.csv')
  const learnt = await formscale(
    folder.path,
    'learn',
    'shop.csv',
    ...columns,
    '--passes',
    '8',
    '--categories',
    'hour',
  )
  expect(learnt.stderr).toMatch(
    /shop\.csv: 2,\d{3} rows to learn from and \d{3} held out, 3 actions, 2 columns of context/,
  )
  expect(learnt.code).toBe(0)
  expect(learnt.stdout).toMatch(/doubly robust +0\.\d+ +\[/)
  const run = 'runs/shop-off-policy-pg-1'
  const config = JSON.parse(readFileSync(join(folder.path, run, 'config.json'), 'utf8')).config
  expect(config).toMatchObject({
    env: 'log:shop.csv',
    data: 'log',
    log: { action: 'teaser', holdOut: 0.2, categories: ['hour'] },
  })

  const own = await formscale(folder.path, 'judge', run, 'shop.csv', '--held-out', '--json')
  const judged = JSON.parse(own.stdout)
  expect(judged.rows).toBeLessThan(800)
  expect(judged.values.snips.gain.interval.low).toBeGreaterThan(0)
  expect((await formscale(folder.path, 'judge', run, 'shop.csv')).stderr).toMatch(
    /^warning: runs\/shop-off-policy-pg-1 learnt from rows of shop\.csv, .*; --held-out judges it on the others/,
  )

  await formscale(folder.path, 'export', run, '--policy', 'shop.policy', '--no-critic')
  const policy = await loadPolicy(readFileSync(join(folder.path, 'shop.policy')))
  expect(policy.decide({ device: 'tablet', hour: 9 }, { deterministic: true }).action).toBe('shoes')
  write('later.csv', shopRows(1000, 7))
  const later = await formscale(
    folder.path,
    'judge',
    'shop.policy',
    'later.csv',
    ...columns,
    '--deterministic',
  )
  expect([later.code, later.stderr]).toEqual([0, ''])
  expect(later.stdout).toContain('shop.policy on later.csv')

  const more = await formscale(
    folder.path,
    'learn',
    'later.csv',
    '--from',
    run,
    ...columns,
    '--passes',
    '1',
    '--out',
    'more',
  )
  expect(more.code).toBe(0)
  const gone = await formscale(folder.path, 'train', '--resume', 'more', '--steps', '2000')
  expect([gone.code, gone.stdout]).toEqual([0, expect.stringContaining('finished')])
})

test('a bad row, or a bad option, is one line, and leaves nothing', async () => {
  write('shop.csv', [...shopRows(20), { ...shopRows(1)[0], probability: 0 }])
  const bad = await formscale(folder.path, 'learn', 'shop.csv', ...columns)
  expect(bad.stderr).toBe(
    'formscale: shop.csv, row 21, column p: it is 0; what was chosen had a probability above 0, and at most 1\n',
  )
  expect([bad.code, bad.stdout, existsSync(join(folder.path, 'runs'))]).toEqual([1, '', false])
  write('good.csv')
  for (const [args, message] of [
    [
      ['learn', 'shop.csv', '--hash', 'city'],
      "--hash is 'city'; it must be columns and their buckets, as in user:64,city:32",
    ],
    [
      ['learn', 'shop.csv', '--hold-out', '1'],
      "--hold-out is '1'; it must be a share of the rows, at least 0 and below 1",
    ],
    [
      ['judge', 'zoo:CartPole-v1', 'shop.csv'],
      'zoo:CartPole-v1 was trained in an environment, and reads no columns of a log',
    ],
    [
      ['learn', 'good.csv', ...columns, '--set', 'evaluateEvery=100'],
      'the data is the log good.csv: evaluateEvery',
    ],
  ] as const) {
    const { code, stderr } = await formscale(folder.path, ...args)
    expect([code, stderr.split('\n').filter((line) => line.startsWith('formscale:'))]).toEqual([
      1,
      [expect.stringContaining(message)],
    ])
  }
})
