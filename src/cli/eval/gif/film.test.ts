import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Environment, make } from '../../../envs/index.ts'
import { Film, type FilmOptions } from './film.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'formscale-film-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const options: FilmOptions = { size: { width: 60, height: 40 }, fps: 25, maxSeconds: 100 }

/** Plays this many episodes of CartPole, pushing left, which ends each in about ten steps; their lengths. */
function play(env: Environment, episodes: number): number[] {
  return Array.from({ length: episodes }, (_, seed) => {
    env.reset(seed)
    for (let length = 1; ; length++) if (env.step(0).terminated) return length
  })
}

describe('a film', () => {
  test('shows the start and the end of each episode, and between them as many steps as its rate has room for', async () => {
    const film = await Film.open(join(folder, 'all.gif'), 'CartPole-v1', options)
    const lengths = play(film.environment, 2)
    const facts = film.save()
    film.close()
    const seconds = lengths.reduce((sum, length) => sum + length / 50 + 1, 0)
    expect(facts).toMatchObject({ width: 60, height: 40, stride: 2 })
    expect(facts.pictures).toBe(lengths.reduce((sum, length) => sum + 1 + Math.ceil(length / 2), 0))
    expect([facts.seconds, facts.secondsInAll]).toEqual([expect.closeTo(seconds), expect.closeTo(seconds)])
    expect(readFileSync(facts.file)).toHaveLength(facts.bytes)
  })

  test('ends where it has to, and says what all would have taken', async () => {
    const film = await Film.open(join(folder, 'cut.gif'), 'CartPole-v1', { ...options, maxSeconds: 0.1 })
    const [length] = play(film.environment, 1)
    const facts = film.save()
    film.close()
    expect(facts).toMatchObject({ pictures: 3, seconds: expect.closeTo(0.12) })
    expect(facts.secondsInAll).toBeCloseTo(length / 50 + 1)
  })

  test('changes nothing in what is played', async () => {
    const film = await Film.open(join(folder, 'same.gif'), 'CartPole-v1', options)
    expect(play(film.environment, 3)).toEqual(play(make('CartPole-v1'), 3))
    film.close()
  })
})

describe('no film, and one line that says why', () => {
  /** The file of an environment with more in it than it must have. */
  function own(name: string, more: string): string {
    const file = join(folder, `${name}.mjs`)
    const spaces = "observationSpace: { kind: 'discrete', n: 2 }, actionSpace: { kind: 'discrete', n: 2 }"
    writeFileSync(file, `export default () => ({ ${spaces}, reset() {}, step() {}, ${more} })`)
    return file
  }

  test.each([
    ['x.mp4', () => 'CartPole-v1', 'must end in .gif'],
    ['/proc/x.gif', () => 'CartPole-v1', "can't write /proc/x.gif"],
    ['none/x.gif', () => 'CartPole-v1', 'there is no folder'],
    ['taken.gif', () => 'CartPole-v1', 'taken.gif exists already'],
    ['x.gif', () => 'gymnasium:CartPole-v1', "runs in Python and can't be drawn"],
    ['x.gif', () => own('plain', ''), 'plain.mjs has no draw()'],
    ['x.gif', () => own('rate', 'draw() {}, frameRate: 0'), 'frameRate is 0'],
  ])('%s of %o', async (file, env, message) => {
    writeFileSync(join(folder, 'taken.gif'), '')
    await expect(Film.open(resolve(folder, file), env(), options)).rejects.toThrow(message)
  })
})
