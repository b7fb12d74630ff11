import { expect, test } from 'vitest'
import { publicApi, undocumented } from '../../site/generate/api.ts'

test('whatever can be imported says what it is', async () => {
  const [, project] = await publicApi()
  expect(project.children?.map(({ name }) => name).sort()).toEqual([
    'formscale',
    'formscale/envs',
    'formscale/mujoco',
    'formscale/policy',
    'formscale/statistics',
    'formscale/updates',
    'formscale/worker',
    'formscale/zoo',
  ])
  // A project where nothing is looked at would have nothing undocumented.
  expect(project.getChildByName(['formscale/envs', 'CartPole'])?.hasComment()).toBe(true)
  expect(undocumented(project)).toEqual([])
})
