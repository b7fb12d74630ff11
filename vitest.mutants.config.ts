import { defineConfig } from 'vitest/config'
import all from './vitest.config.ts'

/** The tests that are to kill the mutants of `stryker.config.json`: those of the files themselves, not of whole runs. */
export default defineConfig({
  ...all,
  test: {
    ...all.test,
    projects: undefined,
    env: { ...all.test?.env, PROPERTY_SHRINKING: 'none' },
    include: [
      'src/{updates,distributions}/**/*.test.ts',
      'src/policies/*.test.ts',
      'src/rollouts/{collect,returns}.test.ts',
      'src/training/{learn,standardise,value-loss}.test.ts',
    ],
  },
})
