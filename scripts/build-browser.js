// Builds dist/browser: the library for pages and bundlers, whole: nothing of Node, no other package but MuJoCo's, no
// imports that wait, so that any bundler takes it, in workers too, and a page without one.
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const source = (path) => fileURLToPath(new URL(`../src/${path}`, import.meta.url))

await build({
  configFile: false,
  logLevel: 'warn',
  build: {
    outDir: fileURLToPath(new URL('../dist/browser', import.meta.url)),
    emptyOutDir: true,
    target: 'es2023',
    lib: {
      formats: ['es'],
      entry: {
        index: source('index.ts'),
        updates: source('updates/index.ts'),
        envs: source('envs/index.ts'),
        statistics: source('studies/statistics/index.ts'),
        policy: source('policies/load.ts'),
        worker: source('runs/worker/serve.ts'),
        mujoco: source('mujoco.ts'),
      },
    },
    minify: false,
    rolldownOptions: {
      external: ['@mujoco/mujoco'],
      // Docs stand in the types.
      output: {
        chunkFileNames: 'parts/[name].js',
        comments: { jsdoc: false },
        // A policy alone has no use for the environments, with which small parts would share a file.
        codeSplitting: {
          groups: [
            { name: 'random', test: /src.random./, priority: 4 },
            { name: 'updates', test: /src.(updates|schedules)./, priority: 3 },
            { name: 'spaces', test: /src.envs.spaces\.ts/, priority: 2 },
            { name: 'envs', test: /src.envs./, priority: 1 },
          ],
        },
      },
    },
  },
})
