/** The server behind `formscale lab`: the built pages and the runs of a folder, on loopback, for this machine's browsers only. */
import { existsSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { printable } from '../printable.ts'
import { securityHeaders } from './headers.ts'
import { servePage } from './pages.ts'
import { refuse } from './refuse.ts'
import { API, answerAboutRuns } from './runs/answers.ts'
import { RunCache } from './runs/run-cache.ts'

/** Milliseconds for the headers of a request, and for all of it. */
const TIMES = { headersTimeout: 10_000, requestTimeout: 20_000 }
/** Connections, and requests that wait for an answer on all of them; a page has some ten. */
const MOST_CONNECTIONS = 256
const MOST_REQUESTS = 128
/** Characters of a path with its query. */
const LONGEST_PATH = 8192

export interface LabServer {
  /** The entrance, with a slash at its end. */
  readonly url: string
  close(): Promise<void>
}

/** The pages as `npm run build:lab` leaves them. */
const builtPages = () =>
  join(dirname(createRequire(import.meta.url).resolve('formscale/package.json')), 'dist', 'lab')

/**
 * Serves the lab on 127.0.0.1.
 *
 * @param port 0 for any free one.
 * @param runs folder whose runs and studies are shown; it may come into being later.
 * @throws Error of one line where the port is taken or the pages have not been built.
 */
export async function serveLab({
  port,
  runs = 'runs',
  pages = builtPages(),
}: {
  readonly port: number
  readonly runs?: string
  readonly pages?: string
}): Promise<LabServer> {
  if (!existsSync(join(pages, 'index.html')))
    throw new Error(`the lab's pages are not in ${pages}; npm run build:lab builds them`)
  const cache = new RunCache(runs)
  let open = 0
  const server = createServer(TIMES, (request, response) => {
    answer(pages, cache, ++open, request, response)
      .catch((error) => {
        process.stderr.write(`formscale lab: ${printable(`${request.url}: ${error}`)}\n`)
        if (response.headersSent) response.destroy()
        else refuse(response, 500, 'something went wrong; the terminal says what')
      })
      .finally(() => open--)
  })
  server.maxConnections = MOST_CONNECTIONS
  await listen(server, port)
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function answer(
  pages: string,
  cache: RunCache,
  open: number,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value)
  const port = request.socket.localPort
  if (!isLoopback(request.headers.host, port))
    return refuse(response, 403, `this lab answers only to http://127.0.0.1:${port}/`)
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('Allow', 'GET, HEAD')
    return refuse(response, 405, 'this lab can only be read')
  }
  const tooMuch = excessOf(request, open)
  if (tooMuch) {
    response.setHeader('Connection', 'close')
    return refuse(response, ...tooMuch)
  }
  const [pathname] = (request.url ?? '/').split('?', 1)
  if (pathname.startsWith(API) && isFromElsewhere(request))
    return refuse(response, 403, 'this lab answers only to its own pages')
  if (pathname.startsWith(API))
    return answerAboutRuns(cache, new URL(`http://localhost${request.url}`), request, response)
  if (!(await servePage(pages, pathname, request, response))) refuse(response, 404, 'there is nothing here')
}

/** What is too much about a request: status and reason. Node itself refuses headers of more than 16 kB. */
function excessOf({ url = '', headers }: IncomingMessage, open: number): [number, string] | undefined {
  if (open > MOST_REQUESTS) return [503, 'too many requests at once']
  if (url.length > LONGEST_PATH) return [414, `a path has at most ${LONGEST_PATH} characters here`]
  if (headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0)
    return [413, 'this lab takes nothing in']
  return undefined
}

/** Whether a page from elsewhere asks, as its browser says: it can't read the answer, but could ask for a lot of work. */
const isFromElsewhere = ({ headers }: IncomingMessage) =>
  !['same-origin', 'none', undefined].includes(headers['sec-fetch-site'] as string | undefined)

/** Whether the Host header names this machine: a page from elsewhere, whose name was pointed here, does not. */
const isLoopback = (host: string | undefined, port: number | undefined) =>
  host === `127.0.0.1:${port}` || host === `localhost:${port}`

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE'
      reject(taken ? new Error(`port ${port} is in use; take another one by --port, 0 for any`) : error)
    })
    server.listen(port, '127.0.0.1', resolve)
  })
}
