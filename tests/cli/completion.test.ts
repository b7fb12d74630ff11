import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { formscale } from './formscale.ts'

const folder = mkdtempSync(join(tmpdir(), 'formscale-completion-'))
const has = (shell: string) => spawnSync(shell, ['-c', 'true']).status === 0

/** Runs a program of the shell after the script that formscale prints for it; the lines that it prints. */
function inShell(shell: string, program: string): string[] {
  const { stdout, stderr, status } = spawnSync(shell, ['-c', `${read(shell)}\n${program}`], {
    encoding: 'utf8',
    cwd: folder,
    env: { PATH: process.env['PATH'], HOME: folder },
  })
  expect([stderr, status]).toEqual(['', 0])
  return stdout.trim().split('\n')
}

const read = (shell: string) => `source ${join(folder, shell)}`

beforeAll(async () => {
  for (const shell of ['bash', 'zsh', 'fish']) {
    const { code, stdout } = await formscale(folder, 'completion', shell)
    expect(code).toBe(0)
    writeFileSync(join(folder, shell), stdout)
  }
})

afterAll(() => rmSync(folder, { recursive: true }))

/** What is offered for the last of these words. */
const offers: Readonly<Record<string, (...words: string[]) => string[]>> = {
  bash: (...words) =>
    inShell(
      'bash',
      `COMP_WORDS=(formscale ${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length}
_formscale; printf '%s\\n' "\${COMPREPLY[@]}"`,
    ),
  fish: (...words) =>
    inShell('fish', `complete -C 'formscale ${words.join(' ')}'`).map((line) => line.split('\t')[0]),
}

describe.each(Object.keys(offers))('completion in %s', (shell) => {
  const offered = offers[shell]

  it.skipIf(!has(shell))('knows commands, options, environments, updates and settings', () => {
    expect(offered('tr')).toEqual(['train'])
    expect(offered('train', '--env', 'Cart')).toEqual(['CartPole-v1'])
    expect(offered('train', 'Pend')).toContain('Pendulum-v1')
    expect(offered('train', '--update', 'ppo-r')).toEqual(['ppo-rollback'])
    expect(offered('train', '--evaluate')).toContain('--evaluate-every')
    expect(offered('train', '--set', 'optimiser.learn')).toEqual(['optimiser.learningRate='])
    expect(offered('envs', 'ch')).toContain('check')
    expect(offered('updates', 'spo')).toContain('spo-wide')
    expect(offered('completion', 'f')).toEqual(['fish'])
  })

  it.skipIf(!has(shell))('leaves files to the shell', () => {
    expect(offered('eval', 'nothing-of-this-name')).toEqual([''])
    expect(offered('train', '--config', 'nothing-of-this-name')).toEqual([''])
  })
})

it.skipIf(!has('zsh'))('zsh takes the script', () => {
  expect(inShell('zsh', `print -r -- \${_comps[formscale]:-none}`)[0]).toMatch(/_formscale/)
})

it('another shell is refused', async () => {
  expect(await formscale('.', 'completion', 'tcsh')).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/bash, zsh, fish/),
  })
})
