import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { catalogue } from '../../updates/index.ts'
import { planStudy } from '../engine/plan.ts'
import { folderBelow, refuseLookalike } from './standing-folder.ts'

let dir = ''
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'formscale-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const make = (...path: string[]) => mkdirSync(join(dir, ...path), { recursive: true })

const plan = (name: string, env: string, out: string) => () =>
  planStudy(
    {
      environments: [{ id: env, settings: {} }],
      members: [{ name, update: catalogue.ppo, settings: {} }],
      seeds: [1],
    },
    join(dir, out),
    true,
  )

test('a study goes on where it is, and never beside it under a name that looks alike', () => {
  make('Study', 'CartPole-v1', 'Mine')
  expect(plan('Mine', 'CartPole-v1', 'Study')()[0].job.folder).toBe(
    join(dir, 'Study/CartPole-v1/Mine/seed-1'),
  )
  const twice = /is there already, and .* differs from it in letter case alone: write it the same way/
  expect(plan('mine', 'CartPole-v1', 'Study')).toThrow(twice)
  expect(plan('Mine', 'cartpole-v1', 'Study')).toThrow(twice)
  expect(plan('Mine', 'CartPole-v1', 'study')).toThrow(twice)
  make('Straße')
  expect(() => refuseLookalike(join(dir, 'STRASSE'))).toThrow(twice)
  expect(plan('other', 'CartPole-v1', 'Study')).not.toThrow()
})

test('a folder that 0.1.0 made for a name of another script is found again', () => {
  expect(folderBelow(dir, 'größe')).toBe(join(dir, 'größe'))
  make('gr-e')
  expect(folderBelow(dir, 'größe')).toBe(join(dir, 'gr-e'))
  make('größe')
  expect(folderBelow(dir, 'größe')).toBe(join(dir, 'größe'))
})
