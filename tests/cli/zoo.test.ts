import { statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { formscale, testFolder } from './formscale.ts'

const folder = testFolder()

test('a policy of the zoo plays, is filmed and exported, and plays again from its file', async () => {
  const run = (...args: string[]) => formscale(folder.path, ...args)
  const played = await run('eval', 'zoo:CartPole-v1', '--episodes', '2', '--json')
  expect(played.code).toBe(0)
  expect(JSON.parse(played.stdout)).toMatchObject({ env: 'CartPole-v1', returns: [500, 500] })
  const film = ['--gif', 'a.gif', '--gif-seconds', '1', '--gif-size', '64x64']
  expect((await run('eval', 'zoo:MountainCar-v0', ...film)).stdout).toMatch(
    /^MountainCar-v0, zoo:MountainCar-v0\n/,
  )
  expect(statSync(join(folder.path, 'a.gif')).size).toBeGreaterThan(500)
  const size = async (...flags: string[]) => {
    expect((await run('export', 'zoo:CartPole-v1', '--policy', 'a.policy', ...flags)).code).toBe(0)
    return statSync(join(folder.path, 'a.policy')).size
  }
  expect(await size('--no-critic')).toBeLessThan(0.6 * (await size()))
  // The file says what it plays.
  const again = await run('eval', 'a.policy', '--episodes', '2', '--json')
  expect(JSON.parse(again.stdout).returns).toEqual([500, 500])
  const elsewhere = await run('eval', 'a.policy', '--env', 'Pendulum-v1')
  expect(elsewhere.stderr).toMatch(/^formscale: [^\n]*another action space[^\n]*\n$/)
})
