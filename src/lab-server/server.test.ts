import { mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type LabServer, serveLab } from './server.ts'

let folder: string
let server: LabServer

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'formscale-lab-'))
  const pages = join(folder, 'pages')
  mkdirSync(join(pages, 'assets'), { recursive: true })
  writeFileSync(join(pages, 'index.html'), '<title>lab</title>')
  writeFileSync(join(pages, 'assets', 'a-1.js'), 'a')
  writeFileSync(join(pages, 'assets', 'race.worker-1.js'), 'w')
  writeFileSync(join(pages, 'notes.txt'), 'not a page')
  writeFileSync(join(folder, 'secret.html'), 'secret')
  symlinkSync(join(folder, 'secret.html'), join(pages, 'link.html'))
  server = await serveLab({ port: 0, pages })
})

afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true })
})

interface Answer {
  readonly status: number | undefined
  readonly headers: Record<string, unknown>
  readonly body: string
}

/** A request with its path as it stands, which fetch would tidy up. */
function ask(
  path: string,
  {
    method = 'GET',
    host,
    more = {},
    body: sent,
  }: { method?: string; host?: string; more?: Record<string, string>; body?: string } = {},
): Promise<Answer> {
  const { hostname, port } = new URL(server.url)
  return new Promise((resolve, reject) => {
    const headers = { host: host ?? `${hostname}:${port}`, ...more }
    request({ hostname, port, path, method, headers }, (response) => {
      let body = ''
      response.on('data', (data) => {
        body += data
      })
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body }))
    })
      .on('error', reject)
      .end(sent)
  })
}

test("MuJoCo's WebAssembly comes from its own package where the pages have none", async () => {
  const { status, headers } = await ask('/assets/mujoco-Ab_1.wasm', { method: 'HEAD' })
  const { size } = statSync('node_modules/@mujoco/mujoco/mujoco.wasm')
  expect(status).toBe(200)
  expect(headers).toMatchObject({ 'content-type': 'application/wasm', 'content-length': String(size) })
})

test('the entrance and the assets are served, each with its type', async () => {
  const entrance = await ask('/')
  expect([entrance.status, entrance.body]).toEqual([200, '<title>lab</title>'])
  expect(entrance.headers).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-cache',
    'x-content-type-options': 'nosniff',
    'content-security-policy': expect.stringContaining(
      "default-src 'none'; script-src 'self' 'wasm-unsafe-eval';",
    ),
  })
  const asset = await ask('/assets/a-1.js')
  expect([asset.status, asset.body]).toEqual([200, 'a'])
  expect(asset.headers['cache-control']).toContain('immutable')
  expect(await ask('/', { method: 'HEAD' })).toMatchObject({ status: 200, body: '' })
})

test('only workers may write code', async () => {
  const policy = async (path: string) => (await ask(path)).headers['content-security-policy']
  expect(await policy('/assets/race.worker-1.js')).toContain("'unsafe-eval'")
  for (const path of ['/', '/assets/a-1.js', '/nothing'])
    expect(await policy(path)).not.toContain(" 'unsafe-eval'")
})

describe('nothing else is', () => {
  test.each([
    ['/nothing.html'],
    ['/assets/'],
    ['/assets'],
    ['/notes.txt'],
    ['/../secret.html'],
    ['/%2e%2e/secret.html'],
    ['/assets/..%2f..%2fsecret.html'],
    ['/link.html'],
    ['/index.html%00.js'],
    ['/%'],
    ['//secret.html'],
  ])('%s', async (path) => {
    const { status, body } = await ask(path)
    expect([status, body]).toEqual([404, 'there is nothing here\n'])
  })

  test.each(['POST', 'PUT', 'DELETE'])('%s', async (method) => {
    expect(await ask('/', { method })).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } })
  })
})

test('only loopback’s own names are answered', async () => {
  const port = new URL(server.url).port
  expect(await ask('/', { host: `localhost:${port}` })).toMatchObject({ status: 200 })
  for (const host of ['lab.example', `lab.example:${port}`, '127.0.0.1', `127.0.0.1:${port}.example`])
    expect(await ask('/', { host })).toMatchObject({
      status: 403,
      body: expect.stringContaining('answers only'),
    })
  expect(await ask('/api/runs', { host: `lab.example:${port}` })).toMatchObject({ status: 403 })
})

describe('too much of anything is refused', () => {
  test('a long path, long headers, a body', async () => {
    expect(await ask(`/?${'x'.repeat(8200)}`)).toMatchObject({ status: 414 })
    expect(await ask('/', { more: { cookie: 'x'.repeat(17_000) } })).toMatchObject({ status: 431 })
    for (const more of [{ 'content-length': '1' }, { 'transfer-encoding': 'chunked' }])
      expect(await ask('/', { body: 'x', more })).toMatchObject({
        status: 413,
        headers: { connection: 'close' },
      })
    expect(await ask('/')).toMatchObject({ status: 200 })
  })

  test('many requests at once, on one connection', async () => {
    const { hostname, port, host } = new URL(server.url)
    const socket = connect(Number(port), hostname)
    let answers = ''
    socket.on('data', (data) => {
      answers += data
    })
    const closed = new Promise((resolve) => socket.once('close', resolve))
    socket.write(`GET /api/runs HTTP/1.1\r\nHost: ${host}\r\n\r\n`.repeat(400))
    await closed
    const statuses = [...answers.matchAll(/^HTTP\/1\.1 (\d+)/gm)].map(([, status]) => status)
    expect(new Set(statuses)).toEqual(new Set(['200', '503']))
    expect(statuses.filter((status) => status === '200').length).toBeLessThanOrEqual(128)
    expect(await ask('/')).toMatchObject({ status: 200 })
  })
})

test('pages from elsewhere learn nothing of runs and cost nothing; a link to the lab works', async () => {
  for (const site of ['cross-site', 'same-site']) {
    const more = { 'sec-fetch-site': site, 'sec-fetch-mode': 'no-cors' }
    expect(await ask('/api/runs', { more })).toMatchObject({ status: 403 })
    expect(await ask('/', { more: { ...more, 'sec-fetch-mode': 'navigate' } })).toMatchObject({ status: 200 })
  }
  expect(await ask('/api/runs', { more: { 'sec-fetch-site': 'same-origin' } })).toMatchObject({ status: 200 })
})

test('a port that is taken, and pages that are not built, are one line', async () => {
  const port = Number(new URL(server.url).port)
  await expect(serveLab({ port, pages: join(folder, 'pages') })).rejects.toThrow(
    `port ${port} is in use; take another one by --port, 0 for any`,
  )
  await expect(serveLab({ port: 0, pages: folder })).rejects.toThrow('npm run build:lab builds them')
})
