import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { writeFakeRun } from '../testing/fake-run.ts'
import { plainFile } from './plain-file.ts'
import { checkpointIn, configIn, readRun, resultIn } from './read.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'formscale-runs-'))
})
afterEach(() => rmSync(dir, { recursive: true }))

describe('readRun', () => {
  it('leaves out a half-written last line', () => {
    writeFakeRun(dir, { returns: [1, 2], status: 'killed' })
    appendFileSync(join(dir, 'metrics.jsonl'), '{"update":3,"step":30')
    expect(readRun(dir).metrics.map(({ step }) => step)).toEqual([100, 200])
  })

  it('keeps a whole last line without its line break', () => {
    writeFakeRun(dir, { returns: [1], status: 'killed' })
    appendFileSync(join(dir, 'metrics.jsonl'), '{"update":2,"step":200,"episodes":0}')
    expect(readRun(dir).metrics).toHaveLength(2)
  })

  it('refuses a file that no run has written, without reading it', () => {
    writeFakeRun(dir, { returns: [1] })
    truncateSync(join(dir, 'metrics.jsonl'), 2 ** 31)
    expect(() => readRun(dir)).toThrow('metrics.jsonl has 2147483648 bytes; it may have at most 67108864')
  })

  it('refuses a text of a study that nobody has written so, without reading it', () => {
    const file = join(dir, 'study.yaml')
    writeFileSync(file, '')
    truncateSync(file, 2 ** 30)
    expect(() => plainFile(file)).toThrow('study.yaml has 1073741824 bytes; it may have at most 67108864')
  })

  // /dev/null stands for pipes and devices without an end, in which a broken reader would stay.
  it.each(['config.json', 'metrics.jsonl', 'result.json', 'checkpoint/checkpoint.safetensors'])(
    'refuses a %s that is no plain file',
    async (name) => {
      writeFakeRun(dir, { returns: [1] })
      mkdirSync(join(dir, 'checkpoint'), { recursive: true })
      rmSync(join(dir, name), { force: true })
      symlinkSync('/dev/null', join(dir, name))
      const read = async () => (name.startsWith('checkpoint') ? checkpointIn(dir) : readRun(dir))
      await expect(read()).rejects.toThrow(new RegExp(`${name} is not a plain file$`))
    },
  )

  it.each([
    [[0, 1, 3], 'metrics.jsonl lacks the rows between updates 2 and 4'],
    [[0, 1, 2], 'metrics.jsonl ends at update 3, and result.json at 4: one of them was changed'],
  ])('misses rows that are gone', (kept, message) => {
    writeFakeRun(dir, { returns: [1, 2, 3, 4] })
    const file = join(dir, 'metrics.jsonl')
    const lines = readFileSync(file, 'utf8').split('\n')
    writeFileSync(file, kept.map((i) => `${lines[i]}\n`).join(''))
    expect(() => readRun(dir)).toThrow(message)
  })

  it('has no result while the run goes on', () => {
    writeFakeRun(dir, { returns: [1], status: 'killed' })
    expect(readRun(dir).result).toBeNull()
  })

  it.each([
    ['metrics.jsonl', '{"update":1,"step":1,"episodes":0}\nnonsense\n', /metrics.jsonl line 2 .* not JSON/],
    ['metrics.jsonl', '{"update":1,"step":1e999,"episodes":0}\n', /metrics.jsonl line 1 .* step is Infinity/],
    [
      'metrics.jsonl',
      '{"update":2,"step":1,"episodes":0}\n{"update":1,"step":1,"episodes":0}\n',
      /1 comes after 2/,
    ],
    ['result.json', '{"status":"finished","steps":-1}', /result.json: steps is -1/],
    ['config.json', '{"config":{"env":"E"},"kernels":"./evil"}', /config.json: kernels is ".\/evil"/],
    ['config.json', '{', /config.json is not a JSON object/],
    ['config.json', '{"config":{"env":"E","gama":1}}', /config.json: unknown setting 'gama'/],
    ['result.json', 'null', /result.json is not a JSON object/],
  ])('names a damaged %s', (file, content, message) => {
    writeFakeRun(dir, { returns: [1] })
    writeFileSync(join(dir, file), content)
    expect(() => readRun(dir)).toThrow(message)
  })
})

describe('a single file', () => {
  it('says in which folder it is damaged', () => {
    writeFakeRun(dir, { returns: [1] })
    writeFileSync(join(dir, 'config.json'), '{')
    expect(() => configIn(dir)).toThrow(`'${dir}' is damaged: config.json is not a JSON object`)
    rmSync(join(dir, 'config.json'))
    expect(() => configIn(dir)).toThrow(`'${dir}' is not a run: it has no config.json`)
  })

  it('is not a result when it is missing or damaged', () => {
    writeFakeRun(dir, { returns: [1], status: 'killed' })
    expect(resultIn(dir)).toBeUndefined()
    writeFileSync(join(dir, 'result.json'), 'nul')
    expect(resultIn(dir)).toBeUndefined()
  })
})
