/** The pages of an app in a browser, for the tests of one file. */
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect } from 'vitest'
import { launchBrowser, withoutBrowser } from '../chromium.ts'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.wasm': 'application/wasm',
}

export function useSite(app: string) {
  let server: Server
  let browser: Browser

  beforeAll(async () => {
    server = createServer((request, response) => {
      const file = join(app, new URL(request.url ?? '/', 'http://localhost').pathname)
      response.setHeader('Content-Type', types[extname(file)] ?? 'application/octet-stream')
      response.end(readFileSync(file))
    }).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    if (!withoutBrowser) browser = await launchBrowser()
  })

  afterAll(async () => {
    await browser?.close()
    server.close()
  })

  /** Opens a page of the app; what it and its workers print goes to `texts`, errors included. */
  async function open(path: string): Promise<{ page: Page; texts: string[] }> {
    const page = await browser.newPage()
    const texts: string[] = []
    page.on('console', (message) => texts.push(message.text()))
    page.on('pageerror', (error) => texts.push(`Error: ${error.message}`))
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/${path}`)
    return { page, texts }
  }

  /** What a page and its workers print, once there are so many lines. */
  async function printed(path: string, lines: number): Promise<string[]> {
    const { page, texts } = await open(path)
    await expect.poll(() => texts.length, { timeout: 60_000 }).toBeGreaterThanOrEqual(lines)
    await page.close()
    return texts
  }

  return { open, printed }
}
