import { resolve } from 'node:path'
import { preact } from '@preact/preset-vite'
import { defineConfig } from 'vite'
import { nodeless } from './nodeless.ts'

const library = resolve(import.meta.dirname, '../src')

export default defineConfig({
  root: import.meta.dirname,
  // Relative, so that the pages work at any path of any static host.
  base: './',
  plugins: [nodeless(library), preact({ devToolsEnabled: false })],
  worker: { format: 'es', plugins: () => [nodeless(library)] },
  build: {
    outDir: '../dist/lab',
    emptyOutDir: true,
    target: 'es2023',
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 20_000,
    rolldownOptions: { checks: { pluginTimings: false } },
  },
})
