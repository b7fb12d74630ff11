import { expect, test } from 'vitest'
import { insist, onChange, refusalIn } from './insist.ts'

const oom = "OOM command not allowed when used memory > 'maxmemory'. script: 5a, on @user_script:4."

test('a refusal is told once, in the words of Redis, and the write is tried until it is taken', async () => {
  const told: (string | undefined)[] = []
  const answers = [oom, oom, undefined, undefined]
  const write = async () => {
    const answer = answers.shift()
    if (answer) throw new Error(answer)
    return answers.length
  }
  const onRefused = onChange((reason) => told.push(reason))
  expect(await insist(write, onRefused)).toBe(1)
  expect(await insist(write, onRefused)).toBe(0)
  expect(told).toEqual([expect.stringMatching(/^OOM command not allowed/), undefined])
})

test('other errors are thrown', async () => {
  const write = () => Promise.reject(new Error('ERR no such command'))
  await expect(insist(write, () => {})).rejects.toThrow('ERR no such command')
})

test.each([oom, 'MISCONF Redis is configured to save RDB snapshots', "READONLY You can't write"])(
  '%s is a refusal',
  (message) => {
    expect(refusalIn(new Error(message))).toBeTruthy()
  },
)
