/** A disk that fills up while a run writes: the run ends in one line, leaves nothing half written, and goes on when there is room. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { formscale } from '../cli/formscale.ts'
import { outcomeIn } from '../cli/outcome.ts'
import { tallyOf, times } from './tally.ts'

const tally = tallyOf('full disks')

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
    const names = readdirSync(disk, { recursive: true, encoding: 'utf8' })
    expect(names.filter((name) => name.endsWith('.tmp') || name.endsWith('in-use.json'))).toEqual([])
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
