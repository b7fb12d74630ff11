/** Debian's Chromium, headless, for every test that needs a page. */
import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const executable = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  existsSync,
)

/** Without a browser its tests are skipped, except where everything must be tested. */
export const withoutBrowser = executable === undefined && !process.env['CI']

if (withoutBrowser) console.warn('Tests are skipped that need Chromium (Debian: apt install chromium).')

export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: executable ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  })
