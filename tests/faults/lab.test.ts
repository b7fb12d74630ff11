/** Whatever the lab is sent, it refuses or answers as HTTP does, gives nothing from outside of its folders, and goes on. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type LabServer, serveLab } from '../../src/lab-server/server.ts'
import { writeFakeRun } from '../../src/runs/testing/fake-run.ts'
import { tallyOf, times } from './tally.ts'

const tally = tallyOf('requests to the lab')

const SECRET = 'what nobody may read'
const dir = mkdtempSync(join(tmpdir(), 'formscale-hostile-lab-'))
let server: LabServer

beforeAll(async () => {
  for (const folder of ['pages/assets', 'runs']) mkdirSync(join(dir, folder), { recursive: true })
  writeFileSync(join(dir, 'pages/index.html'), '<title>lab</title>')
  for (const secret of ['secret', 'secret.html', 'secret.js', 'runs/secret.json'])
    writeFileSync(join(dir, secret), SECRET)
  symlinkSync(join(dir, 'secret.js'), join(dir, 'pages/assets/link.js'))
  writeFakeRun(join(dir, 'runs/run'), { returns: [1] })
  writeFakeRun(join(dir, 'runs/linked'), { returns: [1] })
  rmSync(join(dir, 'runs/linked/metrics.jsonl'))
  symlinkSync(join(dir, 'secret'), join(dir, 'runs/linked/metrics.jsonl'))
  server = await serveLab({ port: 0, pages: join(dir, 'pages'), runs: join(dir, 'runs') })
})
afterAll(async () => {
  await server.close()
  rmSync(dir, { recursive: true })
})

const pieces = [
  ...[
    '/',
    '//',
    '..',
    '%2e%2e',
    '%252e%252e',
    '%2f',
    '%5c',
    '\\',
    '%00',
    '%',
    '%c0%ae',
    '%u002e',
    ';',
    '?',
    '#',
    '&',
    '=',
  ],
  ...[
    'api/',
    'api/runs',
    'api/file',
    'run=',
    'run=linked',
    'name=metrics',
    'name=../secret',
    'study=',
    'metric=',
    'label=',
  ],
  ...[
    'assets/',
    'assets/link.js',
    'secret',
    'secret.html',
    'index.html',
    'http://elsewhere/',
    '\u00e9',
    'x'.repeat(9000),
  ],
]
const methods = [
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'DELETE',
  'OPTIONS',
  'TRACE',
  'CONNECT',
  'PATCH',
  'PROPFIND',
  'get',
  'X\u0000',
]
const own = 'its own'
const hosts = [
  own,
  own,
  own,
  'lab.example',
  '127.0.0.1.nip.io',
  '',
  'localhost',
  '[::1]',
  '0.0.0.0',
  `a${'a'.repeat(300)}`,
]
const headers = [
  ...[
    'Content-Length: 5',
    'Content-Length: -1',
    'Transfer-Encoding: chunked',
    'Content-Length: 99999999999999',
  ],
  ...[
    'Sec-Fetch-Site: cross-site',
    'Upgrade: websocket',
    'Expect: 100-continue',
    'Range: bytes=0-',
    'If-None-Match: *',
  ],
  ...[
    `X: ${'y'.repeat(20_000)}`,
    'X:\u0000',
    'no colon',
    ' folded: line',
    'Host: lab.example',
    'Content-Type: ../..',
  ],
]

const requests = fc.record({
  method: fc.oneof({ weight: 3, arbitrary: fc.constant('GET') }, fc.constantFrom(...methods)),
  path: fc.array(fc.constantFrom(...pieces), { maxLength: 6 }).map((parts) => `/${parts.join('')}`),
  host: fc.constantFrom(...hosts),
  headers: fc.array(fc.constantFrom(...headers), { maxLength: 2 }),
  body: fc.oneof(fc.constant(''), fc.string({ maxLength: 50 })),
  version: fc.constantFrom('HTTP/1.1', 'HTTP/1.1', 'HTTP/1.1', 'HTTP/1.0', 'HTTP/9', 'SPDY', ''),
})

/** All that comes back until the server closes; whoever asks has said all. */
function answerTo(bytes: string): Promise<string> {
  const { hostname, port } = new URL(server.url)
  return new Promise((resolve) => {
    let answer = ''
    const socket = connect(Number(port), hostname, () => socket.end(bytes))
    socket.setEncoding('latin1')
    socket.on('data', (data) => {
      answer += data
    })
    // A connection that is reset has no more to say.
    socket.on('error', () => {})
    socket.on('close', () => resolve(answer))
  })
}

const bytesOf = ({
  method,
  path,
  host,
  headers,
  body,
  version,
}: typeof requests extends fc.Arbitrary<infer T> ? T : never) =>
  `${method} ${path} ${version}\r\n${[`Host: ${host === own ? new URL(server.url).host : host}`, 'Connection: close', ...headers].join('\r\n')}\r\n\r\n${body}`

const KNOWN = ['100', '200', '304', '400', '403', '404', '405', '413', '414', '417', '431', '505']

test('hostile requests', async () => {
  await fc.assert(
    fc.asyncProperty(requests, async (request) => {
      tally.tried++
      const answer = await answerTo(bytesOf(request))
      expect(answer).not.toContain(SECRET)
      const status = /^HTTP\/1\.1 (\d{3}) /.exec(answer)?.[1]
      if (answer !== '') expect(KNOWN).toContain(status)
      const isOwn = request.host === own && request.method.length > 0
      if (!isOwn || !['GET', 'HEAD'].includes(request.method)) expect(['200', '304']).not.toContain(status)
      tally.survived++
    }),
    { numRuns: times(500, 20_000) },
  )
  expect(await (await fetch(server.url)).text()).toBe('<title>lab</title>')
  expect((await fetch(`${server.url}api/runs`)).status).toBe(200)
}, 1_800_000)
