import { describe, expect, test } from 'vitest'
import { catalogue, scale } from '../../src/updates/index.ts'
import { withoutBrowser } from '../chromium.ts'
import { type Page, useLab } from './browser.ts'

const read = async (page: Page, label: string) => {
  const text = await page.getByLabel(label, { exact: true }).textContent()
  return Number(text?.replace('−', '-'))
}

const picture = async (page: Page) =>
  (await page.locator('.zoo-agent canvas').screenshot()).toString('base64')

describe.skipIf(withoutBrowser)('Explore', () => {
  const lab = useLab()

  test('opens with a policy of the zoo at play, and lets another one play', async () => {
    const { page, problems } = await lab.open('')
    const agent = page.getByRole('complementary', { name: 'An agent of the zoo at play' })
    await expect.poll(() => agent.textContent()).toMatch(/step \d+ · return [1-9]/)
    const before = await picture(page)
    await expect.poll(async () => (await picture(page)) !== before).toBe(true)

    await agent.getByRole('combobox').selectOption('CartPole-v1')
    await agent.getByLabel('CartPole-v1, played by a policy of the zoo').waitFor()
    await expect.poll(() => agent.textContent()).toMatch(/step \d{2,} · return \d{2,}/)
    expect(await agent.getByRole('link').getAttribute('href')).toBe('#/train?env=CartPole-v1')
    expect(problems).toEqual([])
    await page.close()
  })

  test('keeps the agent still for whoever asks for less motion', async () => {
    const { page } = await lab.open('#/bandit')
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await page.getByRole('link', { name: 'Explore', exact: true }).click()
    const agent = page.getByRole('complementary', { name: 'An agent of the zoo at play' })
    await agent.getByRole('button', { name: 'Play' }).waitFor()
    await expect.poll(() => agent.textContent()).toContain('step 0')
    await page.waitForTimeout(500)
    expect(await agent.textContent()).toContain('step 0')
    await page.close()
  })

  test('shows f of both points at the probe, and moves with sliders, keys, links and history', async () => {
    const { page, problems } = await lab.open('#/explore?a=spo&b=mdpo,alphaR:0.5&at=-0.3,1.2')
    const spo = catalogue.spo.scale
    await expect.poll(() => read(page, 'f of A at the probe')).toBeCloseTo(scale(-0.3, 1.2, spo), 3)
    const mirrored = { ...catalogue.mdpo.scale, alphaR: 0.5 }
    expect(await read(page, 'f of B at the probe')).toBeCloseTo(scale(-0.3, 1.2, mirrored), 3)

    // A slider, by the keyboard: one step of 0.05, in the address and in f.
    await page.getByLabel('beta', { exact: true }).focus()
    await page.keyboard.press('ArrowRight')
    await expect.poll(() => page.url()).toContain('a=spo,beta:0.05')
    await expect
      .poll(() => read(page, 'f of A at the probe'))
      .toBeCloseTo(scale(-0.3, 1.2, { ...spo, beta: 0.05 }), 3)
    await expect.poll(() => page.textContent('main')).toContain('spo*')

    // An exact number beyond the slider's end.
    await page.getByLabel('alpha r, exact').fill('-3')
    await page.keyboard.press('Enter')
    await expect.poll(() => page.url()).toContain('a=spo,alphaR:-3,beta:0.05')

    await page.goBack()
    await expect.poll(() => page.getByLabel('alpha r, exact').inputValue()).toBe('0')
    await page.goBack()
    await expect.poll(() => read(page, 'f of A at the probe')).toBeCloseTo(scale(-0.3, 1.2, spo), 3)
    await page.goForward()
    await expect.poll(() => page.getByLabel('beta, exact').inputValue()).toBe('0.05')

    // The probe, by the keyboard and by the pointer; what is announced follows whichever coordinate a key has moved.
    const surface = page.getByRole('slider', { name: /^f of A, spo/ })
    await surface.focus()
    await page.keyboard.press('ArrowUp')
    await expect.poll(() => page.url()).toContain('at=-0.3,1.3')
    await expect.poll(() => surface.getAttribute('aria-valuenow')).toBe('1.3')
    expect(await surface.getAttribute('aria-valuetext')).toMatch(/^Δo −0\.3, Δr 1\.3: f is 2\.\d+$/)
    const box = await page
      .getByLabel(/^f of B/)
      .first()
      .boundingBox()
    if (!box) throw new Error('the second surface is not there')
    await page.mouse.click(box.x + 46 + (box.width - 54) * 0.75, box.y + 6 + (box.height - 46) * 0.25)
    await expect.poll(() => page.url()).toMatch(/at=0\.7\d*,1\.[45]/)
    const [x, y] = /at=([^,]+),([^&]+)/.exec(page.url())?.slice(1).map(Number) ?? []
    await expect
      .poll(() => read(page, 'f of A at the probe'))
      .toBeCloseTo(scale(x, y, { ...spo, beta: 0.05 }), 2)
    expect(problems).toEqual([])
    await page.close()
  })

  test('moves one sign of u apart from the other, between forms, and to another trust region', async () => {
    const { page, problems } = await lab.open('#/explore?a=ppo&at=0.1,1')
    await page.getByLabel('omega, one number for each sign of u').click()
    await page.getByLabel('omega, up', { exact: true }).focus()
    await page.keyboard.press('ArrowLeft')
    await expect.poll(() => page.url()).toContain('a=ppo,omega:0.95/1')
    const { ppo } = catalogue
    const apart = { ...ppo.scale, omega: { up: 0.95, down: 1 } }
    await expect.poll(() => read(page, 'f of A at the probe')).toBeCloseTo(scale(0.1, 1, apart), 3)
    await page.getByLabel('omega, one number for each sign of u').click()
    await expect.poll(() => page.url()).toContain('a=ppo,omega:0.95&')

    await page.getByLabel('form, from value to policy', { exact: true }).focus()
    await page.keyboard.press('ArrowLeft')
    await expect.poll(() => page.url()).toContain('a=ppo,form:0.95,omega:0.95')

    await page.getByRole('radiogroup', { name: 'trust region' }).getByLabel('redescending').click()
    await expect.poll(() => page.url()).toContain('trust:redescending:0.2')
    await page.getByLabel('redescending, epsilon, exact').fill('0.4')
    await page.keyboard.press('Enter')
    const trust = { kind: 'redescending', epsilon: 0.4 } as const
    await expect
      .poll(() => read(page, 'f of A at the probe'))
      .toBeCloseTo(scale(0.1, 1, { ...ppo.scale, omega: 0.95, trust }), 3)
    expect(problems).toEqual([])
    await page.close()
  })

  test('says which properties hold, and which member is near', async () => {
    const { page, problems } = await lab.open('#/explore?a=mdpo,omega:0.9&b=ppo,robust:huber:1,cap:2')
    const verdicts = (panel: number) =>
      page
        .locator('.facts')
        .nth(panel)
        .locator('[data-verdict]')
        .evaluateAll((items) => items.map((item) => item.getAttribute('data-verdict')))
    await expect.poll(() => verdicts(0)).toEqual(['holds', 'holds', 'holds', 'holds', 'holds', 'silent'])
    await expect.poll(() => verdicts(1)).toEqual(['holds', 'holds', 'holds', 'holds', 'silent', 'holds'])
    const near = page.locator('.facts').first()
    expect(await near.locator('button.link').textContent()).toBe('mdpo')
    expect(await near.locator('.changes').textContent()).toBe('ω 1 → 0.9')
    await near.locator('button.link').click()
    await expect.poll(() => page.url()).toContain('b=mdpo')
    // The difference of both, at the probe.
    await page.getByText('A − B', { exact: true }).click()
    const { scale: params } = catalogue.mdpo
    const apart = scale(-0.3, 1.5, { ...params, omega: 0.9 }) - scale(-0.3, 1.5, params)
    await expect.poll(() => read(page, 'A less B at the probe')).toBeCloseTo(apart, 4)
    expect(problems).toEqual([])
    await page.close()
  })

  test('an f of one’s own is typed, drawn, checked in words and moved by its numbers', async () => {
    const { page, problems } = await lab.open('#/explore?a=ppo&at=-0.3,1.2')
    await page.getByLabel('own formula').click()
    const f = (k: number) => Math.exp(-0.3) * (1.2 - k * Math.tanh(-0.3))
    await expect.poll(() => read(page, 'f of A at the probe')).toBeCloseTo(f(0.5), 3)
    await page.getByLabel('k', { exact: true }).focus()
    await page.keyboard.press('ArrowRight')
    await expect.poll(() => read(page, 'f of A at the probe')).toBeCloseTo(f(0.55), 3)
    expect(decodeURIComponent(page.url())).toContain('a=ppo,.k:0.55,f:ρ * (Δr - k * tanh(Δo))')

    const formula = page.getByLabel('f(Δo, Δr) =')
    await formula.fill('2 * Δr + offset - 0 * deltaO')
    await expect.poll(() => read(page, 'f of A at the probe')).toBeCloseTo(2.4 + 1, 3)
    const facts = page.locator('.facts').first()
    await expect
      .poll(() => facts.locator('[data-verdict=fails]').allTextContents())
      .toEqual([
        expect.stringMatching(/agreement on-policy.*not at Δo 0, Δr 0, f pushes where there is no evidence/),
        expect.stringMatching(/first order.*the slope in Δr is 2, not 1/),
      ])
    expect(await facts.locator('button.link').textContent()).toBeTruthy()

    await formula.fill('2 * Δr + sinh(Δo)')
    await expect
      .poll(() => page.textContent('.controls [role=alert]'))
      .toContain('the formula calls sinh; the functions are')
    await expect.poll(() => read(page, 'f of A at the probe')).toBeNaN()
    await page.goBack()
    await expect.poll(() => formula.inputValue()).toBe('ρ * (Δr - k * tanh(Δo))')
    expect(problems).toEqual([])
    await page.close()
  })

  test('a hostile link is text', async () => {
    const { page, problems } = await lab.open('#/explore')
    for (const [formula, problem] of [
      ['alert(1)', 'the formula calls alert'],
      ['Δr.constructor.constructor("alert(1)")()', 'the formula calls what is no function'],
      [`${'('.repeat(150)}Δr${')'.repeat(150)}`, 'more than 60 levels deep'],
    ]) {
      const link = `#/explore?a=ppo,f:${encodeURIComponent(formula)}`
      await page.evaluate((fragment) => location.assign(fragment), link)
      await expect.poll(() => page.textContent('.controls [role=alert]')).toContain(problem)
    }
    expect(problems).toEqual([])
    await page.close()
  })
})
