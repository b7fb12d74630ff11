/** The part of the server that tells of runs: `api/…`, JSON and the files of runs. */
import { createReadStream } from 'node:fs'
import { realpath, stat } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join, sep } from 'node:path'
import { METRICS_FILE } from '../../runs/files/index.ts'
import { curveAxes, curveMetrics } from '../../training/metrics.ts'
import { inTurns } from '../in-turns.ts'
import { refuse } from '../refuse.ts'
import type { RunCache, Snapshot } from './run-cache.ts'
import { comparison, overview, runsOf, studyView } from './views.ts'

export const API = '/api/'

export async function answerAboutRuns(
  cache: RunCache,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const snapshot = await cache.refresh()
  const study = url.searchParams.get('study') ?? undefined
  switch (url.pathname.slice(API.length)) {
    case 'runs': {
      const view = overview(cache.dir, snapshot, Date.now())
      // A run that falls silent is another sight, though no file of it has changed.
      const running = view.runs.filter(({ status }) => status === 'running').length
      return json(request, response, tag(snapshot, url, running), () => view)
    }
    case 'study':
      return json(request, response, tag(snapshot, url), () => inTurns(studyView(runsOf(snapshot, study))))
    case 'compare':
      return compare(snapshot, study, url, request, response)
    case 'file':
      return sendFile(cache, snapshot, url, request, response)
    default:
      return refuse(response, 404, 'there is nothing here')
  }
}

async function compare(
  snapshot: Snapshot,
  study: string | undefined,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const env = url.searchParams.get('env') ?? ''
  const asked = url.searchParams.get('metric') ?? 'meanReturn'
  const metric = curveMetrics.find((name) => name === asked)
  const over = curveAxes.find((name) => name === (url.searchParams.get('over') ?? 'step'))
  const labels = new Set(url.searchParams.getAll('label'))
  if (!metric) refuse(response, 400, `metric is '${asked}'; it may be ${curveMetrics.join(', ')}`)
  else if (!over)
    refuse(response, 400, `over is '${url.searchParams.get('over')}'; it may be ${curveAxes.join(' or ')}`)
  else
    await json(request, response, tag(snapshot, url), () =>
      inTurns(comparison(runsOf(snapshot, study), env, metric, over, labels)),
    )
}

/** What an answer depends on: the runs, what was asked, and this server. */
const tag = ({ version }: Snapshot, { search }: URL, more = 0) =>
  `"${process.pid}-${version}-${more}-${search}"`

async function json(
  request: IncomingMessage,
  response: ServerResponse,
  etag: string,
  content: () => object | Promise<object>,
): Promise<void> {
  const headers = {
    'Content-Type': 'application/json; charset=utf-8',
    'Cache-Control': 'no-cache',
    ETag: etag,
  }
  if (request.headers['if-none-match'] === etag) {
    response.writeHead(304, headers).end()
    return
  }
  const body = JSON.stringify(await content())
  response.writeHead(200, headers).end(request.method === 'HEAD' ? undefined : body)
}

/** The checkpoint or the metrics of a run, by its path as the overview has it: no other path is known here. */
async function sendFile(
  { dir }: RunCache,
  { runs }: Snapshot,
  { searchParams }: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const run = runs.find(({ path }) => path === searchParams.get('run'))
  const name = searchParams.get('name')
  const file =
    name === 'checkpoint'
      ? run?.checkpoint
      : name === 'metrics'
        ? run && join(run.folder, METRICS_FILE)
        : undefined
  const real = file && (await realpath(file).catch(() => undefined))
  if (!real?.startsWith((await realpath(dir)) + sep)) return refuse(response, 404, 'there is no such file')
  const { size } = await stat(real)
  response.writeHead(200, {
    'Content-Type': 'application/octet-stream',
    'Content-Length': size,
    'Cache-Control': 'no-cache',
  })
  if (request.method === 'HEAD' || size === 0) response.end()
  else
    createReadStream(real, { end: size - 1 })
      .on('error', (error) => response.destroy(error))
      .pipe(response)
}
