/** What axe finds in a page, and whether the page fits its window. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults, ContextObject, RunOptions } from 'axe-core'
import type { Page } from 'playwright-core'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/**
 * Findings in words; none where all is well.
 *
 * @param rules by which it is looked at; all, if left out.
 * @param exclude selectors of what is not looked at.
 */
export async function findingsIn(
  page: Page,
  { rules, exclude = [] }: { readonly rules?: readonly string[]; readonly exclude?: readonly string[] } = {},
): Promise<string[]> {
  // Colours may be on their way.
  await page.waitForFunction(() => document.getAnimations().length === 0)
  await page.evaluate(axe)
  const { violations, passes } = await page.evaluate(
    ([context, options]) =>
      (globalThis as unknown as { axe: { run(...how: unknown[]): Promise<AxeResults> } }).axe.run(
        context,
        options,
      ),
    [{ exclude: [...exclude] }, rules ? { runOnly: [...rules] } : {}] satisfies [ContextObject, RunOptions],
  )
  if (passes.length === 0) throw new Error('axe has looked at nothing')
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  return [
    ...violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(' ')}`),
    ...(beyond > 0 ? [`${beyond} pixels wider than the window`] : []),
  ]
}
