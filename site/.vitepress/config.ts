import { readFileSync } from 'node:fs'
import { defineConfig } from 'vitepress'
import { colourCss } from '../../src/studies/report/theme.ts'
import { type ApiNode, nav, sidebar } from '../contents.ts'
import { slugify } from '../stage/markdown.ts'

const api: readonly ApiNode[] = JSON.parse(
  readFileSync(new URL('../pages/api.json', import.meta.url), 'utf8'),
)

export default defineConfig({
  title: 'formscale',
  description: 'Policy optimisation as a choice of gradient form and scaling function.',
  lang: 'en',
  srcDir: 'pages',
  // Light and dark as the visitor's system is, like the lab.
  appearance: 'force-auto',
  head: [
    ['style', {}, colourCss],
    ['meta', { name: 'color-scheme', content: 'light dark' }],
  ],
  transformHead: ({ siteData }) => [
    ['link', { rel: 'icon', href: `${siteData.base}icon.svg`, type: 'image/svg+xml' }],
  ],
  // Of the lab and of files, which are no pages.
  ignoreDeadLinks: [/^\/(lab|files)\//],
  markdown: {
    // Braces after code are meant as they stand.
    attrs: { disable: true },
    anchor: { slugify },
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
  },
  themeConfig: {
    nav,
    sidebar: sidebar(api),
    outline: [2, 3],
    search: { provider: 'local' },
    logo: '/icon.svg',
    footer: {
      message: 'Apache-2.0. The idea: Gummadi, Kumar, Wen, Schuurmans, ICML 2022; the equations are our own.',
    },
  },
  vue: { template: { compilerOptions: { isCustomElement: (tag) => tag.startsWith('live-') } } },
  vite: {
    worker: { format: 'es' },
    build: { chunkSizeWarningLimit: 20_000, target: 'es2023' },
  },
})
