import { preact } from '@preact/preset-vite'
import { defineConfig, type Plugin } from 'vite'

/**
 * Parts of the library that need Node are reached by dynamic import only. In a browser that import fails with a
 * sentence in place of a puzzle, and nothing of them is bundled.
 */
const nodeless: Plugin = {
  name: 'nodeless',
  enforce: 'pre',
  transform(code, id) {
    if (!id.includes('/src/') || !/\bfrom 'node:/.test(code)) return null
    return { code: "throw new Error('this part of formscale needs Node')", map: null }
  },
}

export default defineConfig({
  root: import.meta.dirname,
  // Relative, so that the pages work at any path of any static host.
  base: './',
  plugins: [nodeless, preact({ devToolsEnabled: false })],
  worker: { format: 'es', plugins: () => [nodeless] },
  build: {
    outDir: '../dist/lab',
    emptyOutDir: true,
    target: 'es2023',
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 20_000,
  },
})
