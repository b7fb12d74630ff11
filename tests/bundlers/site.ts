/** The pages of an app in a browser, for the tests of one file. */
import { existsSync, readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect } from 'vitest'
import { launchBrowser, withoutBrowser } from '../chromium.ts'

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
}

export function useSite(app: string) {
  let server: Server
  let browser: Browser

  beforeAll(async () => {
    server = createServer((request, response) => {
      const file = join(app, new URL(request.url ?? '/', 'http://localhost').pathname)
      if (!existsSync(file)) return void response.writeHead(404).end()
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

  /**
   * Opens a page of the app; what it and its workers print goes to `texts`, errors included.
   *
   * @param watch what else is to be watched from the start.
   */
  async function open(
    path: string,
    watch?: (page: Page, texts: string[]) => void,
    viewport = { width: 1280, height: 800 },
  ): Promise<{ page: Page; texts: string[] }> {
    const page = await browser.newPage({ viewport })
    const texts: string[] = []
    watch?.(page, texts)
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
