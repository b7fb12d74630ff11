import { expect, it, test } from 'vitest'
import { publicUrl } from './redis.ts'

it.each([
  ['redis://localhost', 'redis://localhost'],
  ['redis://me:secret@host:6380/2', 'redis://host:6380/2'],
  ['rediss://:s%2Fecret@host', 'rediss://host'],
  ['redis://host:1?password=secret', 'redis://host:1'],
])('%s is shown as %s', (url, shown) => {
  expect(publicUrl(url)).toBe(shown)
})

test.each(['http://:secret@host', 'secret', 'redis://', 'redis://:sec ret/@host:port'])(
  'what is not a URL of a Redis is not repeated: %s',
  (url) => {
    expect(() => publicUrl(url)).toThrow(/^--redis must be a URL such as/)
    expect(() => publicUrl(url)).not.toThrow(/:secret|sec ret/)
  },
)
