/**
 * Whether every run of the digests' table gives the same bits on Node 20, 22 and 24 and in Chromium: by hand, after a build,
 * since each Node comes by npx. `node scripts/digests-everywhere.js [20 22 24]`.
 */
import { spawnSync } from 'node:child_process'

const versions = process.argv.length > 2 ? process.argv.slice(2) : ['20', '22', '24']
// Threads change nothing of this, and are tested with all tests.
const alone = '^(?!.*threads).*$'
const vitest = 'node_modules/vitest/vitest.mjs'

function tested(words, files, env = {}) {
  const [command, ...first] = words
  const { stdout, stderr, status } = spawnSync(
    command,
    [...first, vitest, 'run', ...files, '-t', alone, '--reporter', 'json'],
    { encoding: 'utf8', maxBuffer: 2 ** 28, env: { ...process.env, ...env } },
  )
  const from = stdout.indexOf('{"numTotalTestSuites"')
  if (from < 0) throw new Error(stderr || stdout || `ended with ${status}`)
  const results = JSON.parse(stdout.slice(from)).testResults.flatMap(
    ({ assertionResults }) => assertionResults,
  )
  const runs = results.filter(
    ({ ancestorTitles, status }) => ancestorTitles.length > 0 && status !== 'skipped',
  )
  const different = runs.filter(({ status }) => status !== 'passed').map(({ title }) => title)
  return { runs: runs.length, different }
}

const versionOf = (words) =>
  spawnSync(words[0], [...words.slice(1), '--version'], { encoding: 'utf8' }).stdout.trim()

let failed = false
function row(where, words, files, env) {
  const { runs, different } = tested(words, files, env)
  failed ||= different.length > 0 || runs === 0
  console.log(
    `${where.padEnd(24)}${String(runs).padStart(5)} runs, ${different.length} different ${different.join('; ')}`,
  )
}

for (const version of versions) {
  const node = ['npx', '-y', `node@${version}`]
  row(`Node ${versionOf(node)}`, node, ['tests/digests/digests.test.ts'])
}
row('Chromium', [process.execPath], ['tests/digests/chromium.test.ts'], { DIGESTS_IN_PAGE: 'all' })
process.exitCode = failed ? 1 : 0
