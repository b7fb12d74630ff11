/**
 * A disk that fills up while a run or a study writes: it ends in one line, leaves nothing half written, and goes on when there
 * is room. One that is read-only is named.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { formscale } from '../cli/formscale.ts'
import { outcomeIn } from '../cli/outcome.ts'
import { tallyOf, times } from './tally.ts'

const tally = tallyOf('disks that are full or read-only')

const mount = (...args: string[]) => spawnSync('mount', args).status === 0
const probe = mkdtempSync(join(tmpdir(), 'formscale-disk-'))
const mayMount = mount('-t', 'tmpfs', '-o', 'size=16k', 'tmpfs', probe)
if (mayMount) spawnSync('umount', [probe])
else console.warn('mounting is not allowed here: the tests of full disks are skipped')
rmSync(probe, { recursive: true, force: true })

let dir = ''
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'formscale-disk-'))
  mkdirSync(join(dir, 'disk'))
})
afterEach(() => {
  spawnSync('umount', [join(dir, 'disk')])
  rmSync(dir, { recursive: true, force: true })
})

const SIZES = [16, 28, 8, 24, 32, 40, 48, 64, 80, 96]
const settings = ['train', '--env', 'CartPole-v1', '--plain', '--steps', '6400', '--set', 'rolloutSteps=32']
const run = (out: string) =>
  formscale(dir, ...settings, '--set', 'checkpointEvery=3', '--set', 'network.hidden=[16]', '--out', out)

describe.skipIf(!mayMount)('a run on a disk', () => {
  test.each(SIZES.slice(0, times(2, SIZES.length)))('of %i KiB', async (size) => {
    tally.tried++
    const disk = join(dir, 'disk')
    expect(mount('-t', 'tmpfs', '-o', `size=${size}k`, 'tmpfs', disk)).toBe(true)
    const { code, stderr } = await run('disk/run')
    expect(left(disk)).toEqual([])
    if (code !== 0) {
      expect(stderr.trim().split('\n').at(-1)).toMatch(
        /^formscale: can't write .*: the disk is full \(ENOSPC\)/,
      )
      expect(existsSync(join(disk, 'run/result.json'))).toBe(false)
      if (!existsSync(join(disk, 'run/checkpoint/checkpoint.safetensors'))) return void tally.survived++
      expect(mount('-o', 'remount,size=10m', disk)).toBe(true)
      expect((await formscale(dir, 'train', '--resume', 'disk/run')).code).toBe(0)
    }
    expect((await run('whole')).code).toBe(0)
    expect(await outcomeIn(join(disk, 'run'))).toEqual(await outcomeIn(join(dir, 'whole')))
    tally.survived++
  })
})

const study = ['compare', 'CartPole-v1', '--updates', 'ppo,a2c', '--seeds', '2', ...settings.slice(4)]
const compare = (out: string, ...more: string[]) =>
  formscale(
    dir,
    ...study,
    '--set',
    'checkpointEvery=3',
    '--set',
    'network.hidden=[16]',
    '--out',
    out,
    ...more,
  )
const RUNS = ['ppo', 'a2c'].flatMap((update) => [1, 2].map((seed) => `CartPole-v1/${update}/seed-${seed}`))
const left = (disk: string) =>
  readdirSync(disk, { recursive: true, encoding: 'utf8' }).filter((name) => /\.tmp$|in-use\.json$/.test(name))

describe.skipIf(!mayMount)('a study on a disk', () => {
  // So full that not even the note on a failure fits.
  test.each([64, 48, 80, 24].slice(0, times(1, 4)))('of %i KiB ends, and goes on', async (size) => {
    tally.tried++
    const disk = join(dir, 'disk')
    expect(mount('-t', 'tmpfs', '-o', `size=${size}k`, 'tmpfs', disk)).toBe(true)
    const { code, stderr } = await compare('disk/study')
    expect([code, stderr]).toEqual([1, expect.stringContaining('the disk is full (ENOSPC)')])
    expect(left(disk)).toEqual([])
    expect(mount('-o', 'remount,size=10m', disk)).toBe(true)
    expect((await compare('disk/study', '--resume')).code).toBe(0)
    expect((await compare('whole')).code).toBe(0)
    for (const one of RUNS)
      expect(await outcomeIn(join(disk, 'study', one))).toEqual(await outcomeIn(join(dir, 'whole', one)))
    tally.survived++
  })
})

test.skipIf(!mayMount)('a disk that is read-only is named, with the file, and can be read', async () => {
  tally.tried++
  const disk = join(dir, 'disk')
  expect(mount('-t', 'tmpfs', '-o', 'size=10m', 'tmpfs', disk)).toBe(true)
  expect((await run('disk/run')).code).toBe(0)
  expect(mount('-o', 'remount,ro', disk)).toBe(true)
  const readOnly = /^formscale: can't write disk\/\S+: the disk is read-only \(EROFS\)$/
  const attempts = [
    run('disk/new'),
    formscale(dir, 'train', '--resume', 'disk/run', '--steps', '9600'),
    formscale(dir, 'report', 'disk/run'),
  ]
  for (const { code, stderr } of await Promise.all(attempts)) {
    expect(code).toBe(1)
    expect(stderr.trim().split('\n').at(-1)).toMatch(readOnly)
  }
  expect((await formscale(dir, 'eval', 'disk/run', '--episodes', '1')).code).toBe(0)
  tally.survived++
})
