// Builds the library and the command line for Node into dist/, beside their types: a few files in place of some hundred that Node
// would look up and compile one by one at every start, and of zod what is used. Names stay those of the sources.
import { readdirSync } from 'node:fs'
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'rolldown'

const sources = fileURLToPath(new URL('../src', import.meta.url))
const nameOf = (file) => relative(sources, file).replace(/\.ts$/, '')

const isDoor = (file) => /(^|\/)index\.ts$/.test(file) && !file.startsWith('kernels/assembly/')
const doors = readdirSync(sources, { recursive: true }).filter(isDoor)
const commandsAndExports = ['cli/main.ts', 'mujoco.ts', 'policies/load.ts', 'runs/worker/serve.ts']
const forTestsAndBenchmarks = [
  'cli/program.ts',
  'envs/mujoco/engine.ts',
  'envs/mujoco/xml.ts',
  'kernels/threads/control.ts',
  'lab-server/in-turns.ts',
  'lab-server/runs/run-cache.ts',
  'lab-server/runs/views.ts',
  'runs/folder/lock-folder.ts',
  'studies/engine/pool.ts',
  'studies/folder/find-runs.ts',
  'studies/job.ts',
  'studies/queue/engine.ts',
  'studies/queue/messages.ts',
  'studies/queue/queue.ts',
  'studies/queue/redis.ts',
  'studies/queue/redis-store.ts',
  'studies/queue/run-archive.ts',
  'studies/queue/run-monitor.ts',
  'studies/report/report.ts',
  'training/config.ts',
  'training/session.ts',
]
const files = [...doors, ...commandsAndExports, ...forTestsAndBenchmarks].map((file) => `${sources}/${file}`)

/** Makes a file of each module that a thread starts with, and lets `new URL(…, import.meta.url)` find it. */
const threads = {
  name: 'threads',
  transform(code, importer) {
    const changed = code.replaceAll(/new URL\('(\.\/[^']+)\.js', import\.meta\.url\)/g, (_, path) => {
      const id = fileURLToPath(new URL(`${path}.ts`, `file://${importer}`))
      const reference = this.emitFile({ type: 'chunk', id, fileName: `${nameOf(id)}.js` })
      return `new URL(import.meta.ROLLUP_FILE_URL_${reference})`
    })
    return changed === code ? null : { code: changed }
  },
}

await build({
  input: Object.fromEntries(files.map((file) => [nameOf(file), file])),
  platform: 'node',
  external: (id) => /^[@a-z]/.test(id) && !/^zod(\/|$)/.test(id),
  resolve: { conditionNames: ['node', 'import'] },
  plugins: [threads],
  output: {
    dir: fileURLToPath(new URL('../dist', import.meta.url)),
    chunkFileNames: ({ facadeModuleId }) =>
      facadeModuleId ? `${nameOf(facadeModuleId)}.js` : 'parts/[name].js',
    // Docs stand in the types.
    comments: { jsdoc: false },
  },
})
