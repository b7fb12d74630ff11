import { expect, test } from 'vitest'
import { resolveConfig } from '../../training/config.ts'
import type { Job } from '../job.ts'
import { JobQueue } from './job-queue.ts'

const config = resolveConfig({ env: 'CartPole-v1' })
const job = (name: string, priority = 0): Job => ({ name, member: name, folder: name, config, priority })

function drain(queue: JobQueue): string {
  const names: string[] = []
  for (let next = queue.next(); next; next = queue.next()) names.push(next.name)
  return names.join('')
}

test('the highest priority goes first, and among equals the one that came first', () => {
  const queue = new JobQueue([job('a'), job('b'), job('c', 1)])
  queue.add(job('d', 2))
  queue.add(job('e', 1))
  queue.add(job('f'))
  expect(drain(queue)).toBe('dceabf')
})

test('a job that failed is tried once more, after all others', () => {
  const failing = job('x', 9)
  const queue = new JobQueue([failing, job('a')])
  expect(queue.next()).toBe(failing)
  expect(queue.retry(failing)).toBe(true)
  queue.add(job('b'))
  expect(drain(queue)).toBe('abx')
  expect(queue.retry(failing)).toBe(false)
  expect(drain(queue)).toBe('')
})
