import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { about as aboutEnvironment } from '../../envs/index.ts'
import { runsOf } from '../study.ts'
import { readStudyFile } from './read.ts'

const FOLDER = 'studies'

describe.each(readdirSync(FOLDER).filter((name) => name.endsWith('.yaml')))('studies/%s', (name) => {
  test('can be run: its settings, points and environments are known', () => {
    const { study, search, about } = readStudyFile(`${FOLDER}/${name}`)
    expect(about).not.toBe('')
    const trials = search?.spaces.flatMap((space) => space.trials) ?? []
    expect(runsOf(study).length + trials.length).toBeGreaterThan(0)
    for (const { id } of study.environments) expect(aboutEnvironment(id)).not.toBe('')
  })
})
