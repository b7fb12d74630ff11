import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  // Parts for Node (package.json, imports) are taken from src/ by what is in src/.
  resolve: {
    alias: [{ find: /^#host\/(.*)$/, replacement: join(import.meta.dirname, 'src/$1/host.node.ts') }],
  },
  test: {
    setupFiles: ['tests/property-seed.ts'],
    include: ['src/**/*.test.ts', 'lab/**/*.test.ts', 'tests/**/*.test.ts'],
    // Built files find what they need in dist/.
    server: { deps: { external: [/\/dist\//] } },
    testTimeout: 120_000,
    // What the user has named before is that of the tests alone.
    env: { XDG_STATE_HOME: join(tmpdir(), 'formscale-tests') },
    // What a page or a process comes to may take long on a busy machine.
    expect: { poll: { timeout: 30_000, interval: 25 } },
  },
})
