// Workers of a queue whose runs sleep: all that a real one asks of Redis, without the training. Started by ../queue-scale.js.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { Worker } from 'bullmq'

const dist = new URL('../../dist/', import.meta.url)
const load = (path) => import(new URL(path, dist))
const { queuedRunFrom, runIdFrom } = await load('studies/queue/messages.js')
const { PREFIX, QUEUE } = await load('studies/queue/queue.js')
const { connect } = await load('studies/queue/redis.js')
const { RedisStore } = await load('studies/queue/redis-store.js')
const { archiveRun } = await load('studies/queue/run-archive.js')
const { RunMonitor } = await load('studies/queue/run-monitor.js')
const { configText } = await load('runs/files/index.js')

const [url, template, workers, sleep, patience] = process.argv.slice(2)
const redis = await connect(url, () => {})
const store = new RedisStore(redis)
const archive = await archiveRun(template)
const result = JSON.parse(readFileSync(join(template, 'result.json'), 'utf8'))
const rows = readFileSync(join(template, 'metrics.jsonl'), 'utf8').trim().split('\n')
const metrics = JSON.parse(rows.at(-1))
const pause = (seconds) => new Promise((resolve) => setTimeout(resolve, 1000 * seconds))

async function run(queued, token) {
  const { study, job } = queuedRunFrom(queued.data)
  const id = runIdFrom(queued.id)
  const lock = { key: `${PREFIX}:${QUEUE}:${id}:lock`, token }
  const { outcome, collected } = await store.fetch(id)
  if (outcome || collected || (await store.isStopped(study))) return
  const monitor = new RunMonitor(store, { study, id, folder: template, lock, travelEvery: 10 })
  const monitoring = monitor.begin()
  for (let left = Number(sleep); left > 0; left -= 0.25) {
    await pause(Math.min(left, 0.25))
    monitor.progress(metrics)
  }
  monitor.end()
  await monitoring
  const own = new Map(archive).set('config.json', gzipSync(configText(job.config, 'simd', process.version)))
  await store.deliver(study, id, lock, { archive: own, outcome: { status: 'finished', result } })
}

const silence = 1000 * Number(patience)
const times = { lockDuration: silence, stalledInterval: silence, runRetryDelay: 1000 }
for (let i = 0; i < Number(workers); i++)
  new Worker(QUEUE, run, { connection: redis, prefix: PREFIX, concurrency: 1, ...times }).on(
    'error',
    () => {},
  )
