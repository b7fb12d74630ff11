/** A real Chromium, headless, on the built lab: what the tests of its pages share. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { type LabServer, serveLab } from '../../src/lab-server/server.ts'
import { launchBrowser, withoutBrowser } from '../chromium.ts'

/** The first number in a text, which may have a true minus; NaN where there is none. */
export const numberIn = (text: string | null | undefined): number =>
  Number(/[−\d.]+/.exec(text ?? '')?.[0].replace('−', '-') ?? Number.NaN)

/**
 * The built lab in a browser, for the tests of one file.
 *
 * @param runs folder whose runs it shows.
 */
export function useLab(runs = 'runs') {
  let server: LabServer
  let browser: Browser
  beforeAll(async () => {
    if (withoutBrowser) return
    server = await serveLab({ port: 0, runs, pages: new URL('../../dist/lab', import.meta.url).pathname })
    browser = await launchBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await server?.close()
  })
  return {
    /** A fresh page at this fragment; errors and requests that leave the machine make `done` throw. */
    async open(fragment: string, viewport = { width: 1280, height: 800 }, url = server.url) {
      const page = await browser.newPage({ viewport })
      page.setDefaultTimeout(30_000)
      const problems: string[] = []
      page.on('pageerror', (error) => problems.push(error.message))
      page.on('console', (message) => message.type() === 'error' && problems.push(message.text()))
      page.on('request', (request) => {
        const { protocol } = new URL(request.url())
        const local = request.url().startsWith(url) || protocol === 'data:' || protocol === 'blob:'
        if (!local) problems.push(`a request to ${request.url()}`)
      })
      await page.goto(url + fragment)
      await page.waitForSelector('main > :is(h1, .problem)')
      return { page, problems }
    },
  }
}

export type { Page }
