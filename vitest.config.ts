import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

/** Tests that start processes and open no page. */
const processes = ['tests/{cli,faults}/**/*.test.ts', 'tests/redis*.test.ts']

/** Tests that drive a browser. */
const pages = [
  'tests/{bundlers,lab}/**/*.test.ts',
  'tests/{browser-guide,digests/chromium,docs/site}.test.ts',
]

/**
 * What drives a browser or several processes depends on their pace, and a machine of CI may stall for seconds: there it
 * is tried again, and Vitest says so. A fault of ours fails each time; code by itself gets no second try.
 */
const retry = process.env.CI ? 2 : 0

export default defineConfig({
  test: {
    setupFiles: ['tests/property-seed.ts'],
    // Built files find what they need in dist/.
    server: { deps: { external: [/\/dist\//] } },
    // Vitest keeps one core for itself, which is half of a machine with two.
    maxWorkers: '100%',
    // A page notices when an interface comes or goes, as those of a queue's hosts do, and gives up what it was loading.
    projects: [
      {
        extends: true,
        test: {
          name: 'code',
          include: ['src/**/*.test.ts', 'lab/**/*.test.ts', 'tests/**/*.test.ts'],
          exclude: [...pages, ...processes],
          sequence: { groupOrder: 0 },
        },
      },
      { extends: true, test: { name: 'pages', include: pages, retry, sequence: { groupOrder: 0 } } },
      { extends: true, test: { name: 'processes', include: processes, retry, sequence: { groupOrder: 1 } } },
    ],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // What the user has named before is that of the tests alone.
    env: { XDG_STATE_HOME: join(tmpdir(), 'formscale-tests') },
    // What a page or a process comes to may take long on a busy machine.
    expect: { poll: { timeout: 30_000, interval: 25 } },
  },
})
