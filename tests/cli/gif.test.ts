import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { formscale, testFolder } from './formscale.ts'

const folder = testFolder()

/** What a GIF's blocks say, read as its specification has them: size, and the delay of each picture in hundredths of a second. */
function readGif(bytes: Buffer): { width: number; height: number; delays: number[]; loops: boolean } {
  expect(bytes.subarray(0, 6).toString('latin1')).toBe('GIF89a')
  const tableSize = (flags: number) => (flags & 0x80 ? 3 << ((flags & 7) + 1) : 0)
  const afterBlocks = (at: number): number => {
    while (bytes[at] !== 0) at += bytes[at] + 1
    return at + 1
  }
  const delays: number[] = []
  let pictures = 0
  let at = 13 + tableSize(bytes[10])
  while (bytes[at] !== 0x3b) {
    if (bytes[at] === 0x21) {
      if (bytes[at + 1] === 0xf9) delays.push(bytes.readUInt16LE(at + 4))
      at = afterBlocks(at + 2)
    } else {
      expect(bytes[at]).toBe(0x2c)
      pictures++
      at = afterBlocks(at + 10 + tableSize(bytes[at + 9]) + 1)
    }
  }
  expect([at, delays.length]).toEqual([bytes.length - 1, pictures])
  const loops = bytes.includes('NETSCAPE2.0')
  return { width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8), delays, loops }
}

/** Trains for a moment into `run` in the test's folder. */
async function train(env: string): Promise<void> {
  const { code } = await formscale(folder.path, 'train', '--env', env, '--steps', '1024', '--out', 'run')
  expect(code).toBe(0)
}

describe('eval --gif', () => {
  it('films the episodes that it plays', async () => {
    await train('CartPole-v1')
    const args = ['--gif', 'film.gif', '--gif-size', '120x80', '--gif-fps', '25', '--episodes', '2']
    const { code, stdout } = await formscale(folder.path, 'eval', 'run', '--json', ...args)
    expect(code).toBe(0)
    const { lengths, returns, film } = JSON.parse(stdout)
    const gif = readGif(readFileSync(join(folder.path, 'film.gif')))
    expect(gif).toMatchObject({ width: 120, height: 80, loops: true })
    // A start, then every second step and the last one.
    const pictures = lengths.reduce((sum: number, length: number) => sum + 1 + Math.ceil(length / 2), 0)
    expect(gif.delays).toHaveLength(pictures)
    expect(film.pictures).toBe(pictures)
    const hundredths = gif.delays.reduce((sum, delay) => sum + delay, 0)
    expect(hundredths / 100).toBeCloseTo(film.seconds, 1)
    // The same episodes as without a film.
    const plain = await formscale(folder.path, 'eval', 'run', '--json', '--episodes', '2')
    expect(JSON.parse(plain.stdout).returns).toEqual(returns)
  })

  it('plays one episode if it is told nothing else, and says what came out', async () => {
    await train('CartPole-v1')
    const { code, stdout } = await formscale(folder.path, 'eval', 'run', '--gif', 'film.gif')
    expect(code).toBe(0)
    expect(stdout).toMatch(/episodes +1 \(/)
    expect(stdout).toMatch(/film +film\.gif, 480×320, \d+\.\d s, 1 step in 2, \d+ kB/)
    expect(readGif(readFileSync(join(folder.path, 'film.gif')))).toMatchObject({ width: 480, height: 320 })
  })

  it('refuses what it cannot do in one line, and writes nothing', async () => {
    const space = "{ kind: 'box', shape: [1], low: [0], high: [1] }"
    writeFileSync(
      join(folder.path, 'env.mjs'),
      `export default () => ({
        observationSpace: ${space},
        actionSpace: { kind: 'discrete', n: 2 },
        reset: () => new Float32Array(1),
        step: (action) => ({ observation: new Float32Array(1), reward: action, terminated: true, truncated: false }),
        draw: (canvas) => canvas.paint(),
      })`,
    )
    writeFileSync(join(folder.path, 'taken.gif'), 'precious')
    await train('./env.mjs')
    const cases: [string[], RegExp][] = [
      [['--gif', 'film.gif'], /environment \.\/env\.mjs: .*draw\(\) threw: canvas\.paint is not a function/],
      [['--gif', 'taken.gif'], /taken\.gif exists already/],
      [['--gif', 'film.gif', '--gif-size', '480'], /--gif-size is '480'; it must be width x height/],
      [['--gif-fps', '10'], /need --gif FILE/],
    ]
    for (const [args, message] of cases) {
      const { code, stdout, stderr } = await formscale(folder.path, 'eval', 'run', ...args)
      expect(stderr).toMatch(message)
      expect(stderr).toMatch(/^formscale: [^\n]+\n$/)
      expect([code, stdout]).toEqual([1, ''])
    }
    expect(existsSync(join(folder.path, 'film.gif'))).toBe(false)
    expect(readFileSync(join(folder.path, 'taken.gif'), 'utf8')).toBe('precious')
  })
})
