/** The commands in the documentation: those of formscale against its own options, others against what there is. */
import { existsSync, readFileSync } from 'node:fs'
import type { Command } from 'commander'
import { expect, test } from 'vitest'
import { buildProgram } from '../../src/cli/program.ts'
import { parseAssignment } from '../../src/cli/settings.ts'
import { list } from '../../src/envs/index.ts'
import { catalogue } from '../../src/updates/index.ts'
import { snippets } from './blocks.ts'
import { commandsOf, formscaleArguments } from './commands.ts'

const all = snippets(['sh']).flatMap(({ place, text }) =>
  commandsOf(text).map((command) => ({ place, ...command, given: formscaleArguments(command) })),
)

test('there are commands to look at', () => {
  expect(all.filter(({ given }) => given).length).toBeGreaterThan(80)
})

test('formscale takes every command as it stands', async () => {
  const faults = []
  for (const { place, text, given } of all) {
    if (!given || given.some((word) => word.includes('$'))) continue
    const fault = await faultOf(given).catch((error: Error) => error.message)
    if (fault) faults.push(`${place}: ${text}: ${fault}`)
  }
  expect(faults).toEqual([])
})

test('a command that formscale would refuse is found', async () => {
  await expect(faultOf(['train', '--evn', 'x'])).rejects.toThrow(/--evn/)
  await expect(faultOf(['train', '--set', 'gama=1'])).rejects.toThrow(/gama/)
  expect(await faultOf(['train', '--env', 'CartPole-v9'])).toMatch(/CartPole-v9/)
  expect(await faultOf(['compare', '--env', 'CartPole-v1', '--updates', 'ppo,pop'])).toMatch(/pop/)
})

const scripts = Object.keys(JSON.parse(readFileSync('package.json', 'utf8')).scripts)

test('other commands are of programs that are there', () => {
  const faults = all
    .filter(({ given, words }) => !given && !isKnown(words))
    .map(({ place, text }) => `${place}: ${text}`)
  expect(faults).toEqual([])
})

/** Parses a command without carrying it out; what is wrong with its values. */
async function faultOf(given: readonly string[]): Promise<string | undefined> {
  const program = buildProgram()
  const parsed: Command[] = []
  idle(program, parsed)
  await program.parseAsync(given, { from: 'user' })
  const {
    set = [],
    env,
    update,
    updates,
  } = Object.assign({}, ...parsed.map((command) => command.opts())) as Values
  for (const assignment of set) parseAssignment(assignment)
  // Those of a report are names that its study has.
  const names = given[0] === 'compare' ? updates?.split(',') : undefined
  return [env, update, ...(names ?? [])]
    .map((name, i) => name && (i === 0 ? envFault : updateFault)(name))
    .find(Boolean)
}

interface Values {
  readonly set?: readonly string[]
  readonly env?: string
  readonly update?: string
  readonly updates?: string
}

/** Commands that only remember that they were parsed. */
function idle(command: Command, parsed: Command[]): void {
  if (command.parent) command.action(() => void parsed.push(command))
  for (const one of command.commands) idle(one, parsed)
}

const isFile = (name: string) => /\.(json|js|mjs|ts)$/.test(name)

function envFault(env: string): string | undefined {
  const [id] = env.split('?')
  return isFile(env) || env.startsWith('gymnasium:') || list().includes(id)
    ? undefined
    : `no environment ${env}`
}

const updateFault = (name: string) =>
  isFile(name) || name.startsWith('formula:') || Object.hasOwn(catalogue, name)
    ? undefined
    : `no update ${name}`

/** Programs that come with Node or a system, and files and scripts of this repository. */
function isKnown([program, first, second]: readonly string[]): boolean {
  switch (program) {
    case 'npm':
      return first === 'run'
        ? scripts.includes(second)
        : ['ci', 'test', 'start', 'install', 'pack'].includes(first)
    case 'npx':
      return existsSync(`node_modules/.bin/${first}`)
    case 'node':
      return existsSync(first)
    default:
      return (
        ['cp', 'for', 'do', 'done', 'export', 'python', 'python3', '.venv/bin/pip'].includes(program) ||
        program.startsWith('bench/peers/.venv/')
      )
  }
}
