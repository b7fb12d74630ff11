import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'lab/**/*.test.ts', 'tests/**/*.test.ts'],
    testTimeout: 120_000,
    // What a page or a process comes to may take long on a busy machine.
    expect: { poll: { timeout: 30_000, interval: 25 } },
  },
})
