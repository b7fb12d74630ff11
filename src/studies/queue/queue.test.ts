import { expect, test } from 'vitest'
import { version } from '../../training/version.ts'
import { otherVersions } from './queue.ts'

test('workers of other versions are told by the names of their connections', () => {
  const client = (queue: string) =>
    `id=3 addr=127.0.0.1:1 name=formscale:${Buffer.from(queue).toString('base64')} age=1`
  const clients = [`runs-${version}`, 'runs-0.0.9', 'runs-0.0.9', 'runs-0.3.0', 'runs-\n', 'others'].map(
    client,
  )
  expect(otherVersions(['id=1 name= age=5', ...clients].join('\n'))).toEqual(['0.0.9', '0.3.0'])
})
