/**
 * `npm run docs`: the documentation as a static site in site/build, or `-- --out FOLDER`. `--base /docs/` is the path that it will be
 * served at.
 */
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { runnerImport } from 'vite'

const root = import.meta.dirname
const { values } = parseArgs({
  options: {
    base: { type: 'string', default: '/formscale/' },
    out: { type: 'string', default: `${root}/build` },
  },
})
if (!/^\/(.*\/)?$/.test(values.base)) {
  console.error(`--base is '${values.base}'; it must be a path that begins and ends with /, such as /docs/`)
  process.exit(1)
}
const { module } = await runnerImport(`${root}/build.ts`, {
  root,
  configFile: false,
  logLevel: 'error',
  resolve: { conditions: ['node'] },
})
await module.build(values.base, resolve(values.out))
