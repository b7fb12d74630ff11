import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { parquetWriteFile } from 'hyparquet-writer'
import { afterAll, expect, test } from 'vitest'
import type { RawRow } from '../policies/index.ts'
import type { Decisions } from './decisions.ts'
import { readLog } from './read.ts'
import { RowStore } from './row-store.ts'
import { shopRows } from './testing/rows.ts'

const folder = mkdtempSync(join(tmpdir(), 'formscale-test-'))
afterAll(() => rmSync(folder, { recursive: true }))

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

const jsonl = (rows: readonly RawRow[]) => rows.map((row) => JSON.stringify(row)).join('\n')
const csv = (rows: readonly RawRow[], separator = ',') =>
  [Object.keys(rows[0]), ...rows.map((row) => Object.values(row))]
    .map((cells) => cells.join(separator))
    .join('\n')

/** All that is in a log, as plain numbers. */
function contentOf(log: Decisions) {
  const rows: number[][] = []
  for (let b = 0; b < log.blocks; b++) {
    const { rows: count, observations, actions, probabilities, rewards } = log.read(b)
    const size = log.observationSize
    for (let i = 0; i < count; i++)
      rows.push([...observations.slice(i * size, (i + 1) * size), actions[i], probabilities[i], rewards[i]])
  }
  return rows
}

const three: RawRow[] = [
  { device: 'phone', age: 20, action: 'a', probability: 0.25, reward: 1 },
  { device: 'desk', age: 40, action: 'b', probability: 0.75, reward: -0.5 },
  { device: 'phone', age: null, action: 'a', probability: 0.25, reward: 0 },
]

test('numbers are standardised, categories one-hot, and a missing number is the mean', async () => {
  const log = await readLog(three)
  expect(log.features).toEqual({
    columns: [
      { name: 'device', kind: 'category', values: ['phone', 'desk'] },
      { name: 'age', kind: 'number', mean: 30, deviation: 10 },
    ],
    actions: ['a', 'b'],
  })
  expect(contentOf(log)).toEqual([
    [1, 0, -1, 0, 0.25, 1],
    [0, 1, 1, 1, 0.75, -0.5],
    [1, 0, 0, 0, 0.25, 0],
  ])
  expect(log.notes).toEqual(['age is missing in 1 rows, where its mean is taken'])
})

test('the same rows are the same log in every format', async () => {
  const rows = shopRows(700)
  const expected = contentOf(await readLog(rows))
  expect(expected.length).toBe(700)
  const parquet = join(folder, 'shop.parquet')
  const columns = Object.keys(rows[0]).map((name) => ({
    name,
    data: rows.map((row) => row[name] as string | number),
  }))
  parquetWriteFile({ filename: parquet, columnData: columns, rowGroupSize: 300 })
  const paths = [
    file('shop.jsonl', jsonl(rows)),
    file('shop.csv', csv(rows)),
    file('windows.csv', `\uFEFF${csv(rows).replaceAll('\n', '\r\n')}\r\n`),
    file('shop.tsv', csv(rows, '\t')),
    file('shop.csv.gz', gzipSync(csv(rows))),
    file('shop.jsonl.gz', gzipSync(jsonl(rows))),
    parquet,
  ]
  for (const path of paths) expect(contentOf(await readLog(path)), path).toEqual(expected)
})

test('quoted values keep their commas and line breaks', async () => {
  const path = file(
    'quoted.csv',
    'city,action,reward,probability\n"Bonn, ""B""\nSüd",a,1,0.5\nKöln,b,0,0.5\n',
  )
  const [city] = (await readLog(path)).features.columns
  expect(city).toEqual({ name: 'city', kind: 'category', values: ['Bonn, "B"\nSüd', 'Köln'] })
})

test('columns are what they look like, or what they are said to be', async () => {
  const rows = shopRows(400).map((row, i) => ({
    ...row,
    id: `s${i}`,
    city: `c${i % 150}`,
    taste: [i % 3, 1],
  }))
  const kindsOf = ({ features }: Decisions) => features.columns.map(({ name, kind }) => `${name} ${kind}`)
  const plain = await readLog(rows)
  expect(kindsOf(plain)).toEqual([
    'device category',
    'hour number',
    'city hashed',
    'taste.0 number',
    'taste.1 number',
  ])
  expect(plain.notes.join('; ')).toMatch(/^id is left out: .*; city is hashed into 64 buckets/)
  const said = await readLog(rows, {
    ignore: ['taste.0', 'id'],
    categories: ['hour'],
    hashed: { device: 8 },
    context: null,
  })
  expect(kindsOf(said)).toEqual(['device hashed', 'hour category', 'city hashed', 'taste.1 number'])
  expect(kindsOf(await readLog(rows, { context: ['hour', 'id'] }))).toEqual(['hour number', 'id hashed'])
})

test('a hashed column has one bucket a value, and about as many values in each', async () => {
  const rows = shopRows(2000).map((row, i) => ({ ...row, city: `c${i % 1000}` }))
  const log = await readLog(rows, { context: ['city'], hashed: { city: 10 } })
  const content = contentOf(log)
  const counts = Array.from({ length: 10 }, (_, bucket) => content.filter((row) => row[bucket] === 1).length)
  expect(counts.reduce((sum, count) => sum + count)).toBe(2000)
  for (const count of counts) expect(Math.abs(count - 200)).toBeLessThan(60)
  expect(content.slice(0, 1000).map((row) => row.slice(0, 10))).toEqual(
    content.slice(1000).map((row) => row.slice(0, 10)),
  )
})

test('held-out rows are others than those that are learnt from, and the same every time', async () => {
  const rows = shopRows(3000).map((row, i) => ({ ...row, hour: i }))
  const log = await readLog(rows, { context: ['hour'], holdOut: 0.25 })
  const held = contentOf(log.heldOut!)
  const all = [...contentOf(log), ...held].map(([hour]) => hour)
  expect(new Set(all).size).toBe(3000)
  expect(Math.abs(held.length - 750)).toBeLessThan(75)
  expect(contentOf((await readLog(rows, { context: ['hour'], holdOut: 0.25 })).heldOut!)).toEqual(held)
})

test('a log is read by the columns of another, whose unknown values are no value', async () => {
  const { features } = await readLog(three)
  const other = [{ device: 'watch', age: 50, action: 'b', probability: 1, reward: 2 }]
  expect(contentOf(await readLog(other, { features }))).toEqual([[0, 0, 2, 1, 1, 2]])
  await expect(readLog([{ ...other[0], action: 'c' }], { features })).rejects.toThrow(
    "the log, row 1, column action: 'c' is none of the policy's actions: a, b",
  )
  await expect(readLog([{ action: 'a', reward: 1, age: 1 }], { features })).rejects.toThrow(
    "the log has no column 'device', which the policy reads",
  )
})

test('what does not fit in memory is in a file that nobody else sees, and is the same', async () => {
  const files = await import('./files/index.ts')
  const before = readdirSync(tmpdir()).filter((name) => name.startsWith('formscale-log-'))
  const store = new RowStore(3, () => new files.BlockFile(), 2 * 3 * 256 * 8)
  for (let i = 0; i < 1500; i++) store.append(Float64Array.of(i, -i, 0.5))
  store.end()
  store.write(
    4,
    store.read(4).map((number) => number * 2),
  )
  const firsts = Array.from({ length: store.blocks }, (_, b) => Array.from(store.read(b).slice(0, 3)))
  expect(firsts).toEqual([0, 256, 512, 768, 2048, 1280].map((i, b) => [i, -i, b === 4 ? 1 : 0.5]))
  expect(store.rowsOf(5)).toBe(1500 - 1280)
  store.close()
  expect(
    readdirSync(tmpdir()).filter((name) => name.startsWith('formscale-log-')).length,
  ).toBeLessThanOrEqual(before.length)
})

const at = (row: number, change: RawRow): RawRow[] =>
  three.map((one, i) => (i === row - 1 ? { ...one, ...change } : one))

test.each<[string, RawRow[], Parameters<typeof readLog>[1], string]>([
  [
    'probability 0',
    at(2, { probability: 0 }),
    {},
    'row 2, column probability: it is 0; what was chosen had a probability above 0, and at most 1',
  ],
  ['above 1', at(3, { probability: 1.5 }), {}, 'row 3, column probability: it is 1.5; what'],
  [
    'missing',
    at(1, { probability: null }),
    {},
    'row 1, column probability: it is missing; give it, or let all be estimated (estimateProbabilities, --estimate-probabilities)',
  ],
  [
    'a NaN reward',
    at(2, { reward: Number.NaN }),
    {},
    "row 2, column reward: it is 'NaN'; every row needs a finite number there",
  ],
  ['no reward', at(2, { reward: null }), {}, 'row 2, column reward: it is missing; every row'],
  [
    'a reward that is text',
    at(3, { reward: 'many' }),
    {},
    "row 3, column reward: it is 'many'; it must be a finite number",
  ],
  [
    'an infinite number',
    at(3, { age: Number.POSITIVE_INFINITY }),
    { context: ['age'] },
    "column age: it is 'Infinity'",
  ],
  ['no action', at(3, { action: '' }), {}, 'row 3, column action: it is missing'],
  [
    'an action beyond those given',
    three,
    { actions: ['a', 'c'] },
    "row 2, column action: 'b' is none of the actions given: a, c",
  ],
  ['an action never logged', three, { actions: ['a', 'b', 'c'] }, 'column action: c is never logged'],
  ['one action', at(2, { action: 'a' }), {}, "column action: every row has 'a'"],
  ['no rows', [], {}, 'the log has no rows'],
  ['another name', three, { reward: 'rewrad' }, "has no column 'rewrad'; did you mean reward?"],
  ['an option misspelled', three, { rewad: 'x' } as object, "unknown option 'rewad'; did you mean reward?"],
  [
    'a role twice',
    three,
    { context: ['reward'] },
    "column 'reward' can't be of the context: it is the reward",
  ],
  ['no context', three.map(({ action, reward }) => ({ action, reward })), {}, 'has no column of context'],
])('%s is refused by row and column', async (_, rows, options, message) => {
  await expect(readLog(rows, options)).rejects.toThrow(message)
})

test('text where the first rows have numbers is told with both ways out', async () => {
  const rows = [
    ...shopRows(10_001),
    { device: 'phone', hour: 'noon', action: 'sale', probability: 0.3, reward: 1 },
  ]
  await expect(readLog(rows)).rejects.toThrow(
    "the log, row 10,002, column hour: it is 'noon'; it must be a finite number, or nothing; or take it for a category (categories, --categories hour)",
  )
})

test.each([
  [
    'ragged.csv',
    'x,action,reward,probability\n1,a,1,0.5\n2,b,0\n',
    'row 2: has 3 values, the header 4 columns (none for probability)',
  ],
  [
    'long.csv',
    'x,action,reward\n1,a,1,0.5\n',
    "row 1: has 4 values, the header 3 columns ('0.5' is beyond reward)",
  ],
  ['twice.csv', 'x,x,action,reward\n', "two columns are called 'x'; rename one"],
  [
    'open.csv',
    `x,action,reward\n"1,a,1${'0'.repeat(1 << 22)}\n`,
    'row 1: is longer than 4 MiB; a quote may not be closed',
  ],
  ['broken.jsonl', '{"action":"a"\n', 'row 1: is no JSON: '],
  ['list.jsonl', '[1]\n', 'row 1: is [1]; it must be a JSON object'],
  ['wide.jsonl', `{"a":"${'0'.repeat((1 << 22) + 10)}`, 'row 1: is longer than 4 MiB'],
  ['no.parquet', 'PAR', 'is no Parquet file'],
  ['notes.txt', 'x', 'is no log by its name; it must end in .jsonl, .csv'],
])('%s is refused', async (name, content, message) => {
  await expect(readLog(file(name, content))).rejects.toThrow(message)
})

test('a log that is not there, and a gzip that is none', async () => {
  await expect(readLog('nowhere.csv')).rejects.toThrow('there is no log nowhere.csv')
  await expect(readLog(file('not.csv.gz', 'x,y'))).rejects.toThrow(/incorrect header/)
})
