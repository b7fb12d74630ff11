import { describe, expect, test } from 'vitest'
import { pages } from '../../lab/pages.ts'
import { useLab, withoutBrowser } from './browser.ts'

describe.skipIf(withoutBrowser)('the lab in a browser', () => {
  const lab = useLab()

  test.each(pages.map(({ id, title }) => [id, title]))('%s opens without errors', async (id, title) => {
    const { page, problems } = await lab.open(`#/${id}`)
    expect(await page.title()).toBe(`${title} · formscale lab`)
    expect(await page.textContent('nav [aria-current]')).toBe(title)
    expect(problems).toEqual([])
    await page.close()
  })

  test('an unknown page says which there are', async () => {
    const { page, problems } = await lab.open('#/nowhere')
    expect(await page.textContent('main')).toContain(
      'There is no page “nowhere”. The pages are Explore, Flow',
    )
    expect(problems).toEqual([])
    await page.close()
  })
})
