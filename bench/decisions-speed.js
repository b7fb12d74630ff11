// How long a log of a million rows × 50 columns × 10 actions takes to read, to learn from (one pass), and to judge on, and what memory.
//
//     node bench/decisions-speed.js [rows]
import { createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { judge, Pcg64, readLog, train } from 'formscale'

const rows = Number(process.argv[2] ?? 1e6)
const [columns, actions] = [50, 10]
const folder = mkdtempSync(join(tmpdir(), 'formscale-bench-'))
const file = join(folder, 'log.csv')

let started
const start = () => {
  started = [performance.now(), process.cpuUsage()]
}
function report(what) {
  const { user, system } = process.cpuUsage(started[1])
  const seconds = (performance.now() - started[0]) / 1000
  const memory = process.resourceUsage().maxRSS / 1024
  console.log(
    `${what}: ${seconds.toFixed(1)} s, of processor ${((user + system) / 1e6).toFixed(1)} s; memory so far at most ${memory.toFixed(0)} MiB`,
  )
}

try {
  await write()
  console.log(`${rows} rows, ${(statSync(file).size / 1e6).toFixed(0)} MB of CSV, Node ${process.version}`)
  start()
  const log = await readLog(file)
  report('read')
  start()
  const { policy } = await train({ data: log, totalSteps: rows })
  report('learn, one pass')
  start()
  judge(policy, log)
  report('judge')
  log.close()
} finally {
  rmSync(folder, { recursive: true })
}

async function write() {
  const random = Pcg64.fromSeed(1)
  const out = createWriteStream(file)
  const names = Array.from({ length: columns }, (_, i) => `x${i}`)
  let text = `action,probability,reward,${names.join(',')}\n`
  for (let row = 0; row < rows; row++) {
    const context = names.map(() => (2 * random.random() - 1).toFixed(4))
    const action = random.integers(0, actions)
    const reward = random.random() < 0.1 + 0.1 * Number(context[action]) ? 1 : 0
    text += `${action},${1 / actions},${reward},${context.join(',')}\n`
    if (text.length < 1e6) continue
    if (!out.write(text)) await new Promise((drained) => out.once('drain', drained))
    text = ''
  }
  out.end(text)
  await finished(out)
}
