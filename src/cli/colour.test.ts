import { afterEach, expect, test, vi } from 'vitest'
import { coloured, wantsColour } from './colour.ts'
import { say } from './say.ts'
import { textTable } from './table.ts'

const terminal = { isTTY: true }
const file = { isTTY: false }

test.each<[string, typeof terminal, Record<string, string>, boolean]>([
  ['a terminal has colours', terminal, {}, true],
  ['anything else has none', file, {}, false],
  ['NO_COLOR takes them away', terminal, { NO_COLOR: '1' }, false],
  ['an empty NO_COLOR is none', terminal, { NO_COLOR: '' }, true],
  ['FORCE_COLOR gives them', file, { FORCE_COLOR: '1' }, true],
  ['FORCE_COLOR goes before NO_COLOR', file, { FORCE_COLOR: '3', NO_COLOR: '1' }, true],
  ['FORCE_COLOR=0 takes them away', terminal, { FORCE_COLOR: '0' }, false],
  ['a dumb terminal has none', terminal, { TERM: 'dumb' }, false],
])('%s', (_, stream, env, wanted) => expect(wantsColour(stream, env)).toBe(wanted))

afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})

test('errors, warnings and titles have them; what others wrote has none of its own', () => {
  const said: string[] = []
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => said.push(String(text)) > 0)
  const all = () => {
    said.length = 0
    say('formscale: no \x1b[31mway')
    say('warning: look')
    say('on we go')
    return [...said, textTable([{ title: 'a', cell: String }], [1])]
  }
  vi.stubEnv('FORCE_COLOR', '1')
  expect(all()).toEqual([
    '\x1b[31mformscale:\x1b[39m no \\x1b[31mway\n',
    '\x1b[33mwarning:\x1b[39m look\n',
    'on we go\n',
    '\x1b[1ma\x1b[22m\n\x1b[2m─\x1b[22m\n1',
  ])
  vi.stubEnv('FORCE_COLOR', '0')
  expect(all()).toEqual(['formscale: no \\x1b[31mway\n', 'warning: look\n', 'on we go\n', 'a\n─\n1'])
  expect(coloured('red', 'x', terminal)).toBe('x')
})
