/** The bundlers that a page may be made with, each as its own documentation begins: nothing is set that it needs not have. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'

export interface Bundler {
  readonly name: string
  /** Builds `index.html`, or the entries beside it, of `app` to `out`. */
  build(app: string, out: string, entries: readonly string[]): Promise<void>
  /** Whether it makes a page of `index.html`, and workers of `new Worker(new URL(…))`, by itself. */
  readonly readsHtml: boolean
}

type Vite = typeof import('vite')

const vite = (name: string, load: () => Promise<unknown>): Bundler => ({
  name,
  readsHtml: true,
  async build(app, out) {
    const { build } = (await load()) as Vite
    await build({ root: app, base: './', logLevel: 'warn', configFile: false, build: { outDir: out } })
  },
})

const esbuild: Bundler = {
  name: 'esbuild',
  readsHtml: false,
  async build(app, out, entries) {
    const { build } = await import('esbuild')
    await build({
      entryPoints: entries.map((entry) => join(app, entry)),
      outdir: out,
      bundle: true,
      format: 'esm',
      minify: true,
      external: ['module'],
      logLevel: 'error',
    })
  },
}

const webpack: Bundler = {
  name: 'webpack 5',
  readsHtml: false,
  async build(app, out, entries) {
    const { default: webpack } = await import('webpack')
    const entry = Object.fromEntries(entries.map((file) => [file.replace('.js', ''), `./${file}`]))
    // Its minifier takes longer than all the rest together.
    const options = { mode: 'production', optimization: { minimize: false } } as const
    await new Promise<void>((resolve, reject) =>
      webpack({ ...options, context: app, entry, output: { path: out } }, (error, stats) => {
        if (error || stats?.hasErrors()) reject(error ?? new Error(stats?.toString('errors-only')))
        else resolve()
      }),
    )
  },
}

const rollup: Bundler = {
  name: 'Rollup',
  readsHtml: false,
  async build(app, out, entries) {
    const { rollup } = await import('rollup')
    const { nodeResolve } = await import('@rollup/plugin-node-resolve')
    for (const entry of entries) {
      const bundle = await rollup({ input: join(app, entry), plugins: [nodeResolve()] })
      await bundle.write({ dir: out, format: 'es' })
      await bundle.close()
    }
  },
}

export const bundlers: readonly Bundler[] = [
  vite('Vite 7', () => import('vite7')),
  vite('Vite 8', () => import('vite')),
  esbuild,
  webpack,
  rollup,
]

/** The files below a folder. */
export const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
