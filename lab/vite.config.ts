import { preact } from '@preact/preset-vite'
import { type BuildOptions, defineConfig } from 'vite'

const rolldownOptions: BuildOptions['rolldownOptions'] = { checks: { pluginTimings: false } }

export default defineConfig({
  root: import.meta.dirname,
  // Relative, so that the pages work at any path of any static host.
  base: './',
  plugins: [preact({ devToolsEnabled: false })],
  // MuJoCo's program asks for this module of Node's, in Node only.
  resolve: { alias: [{ find: /^module$/, replacement: 'data:text/javascript,export default {}' }] },
  worker: { format: 'es', rolldownOptions },
  build: {
    outDir: '../dist/lab',
    emptyOutDir: true,
    target: 'es2023',
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 20_000,
    rolldownOptions,
  },
})
