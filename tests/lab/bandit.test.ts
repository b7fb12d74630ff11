import { describe, expect, test } from 'vitest'
import { configsOf } from '../../lab/pages/bandit/state.ts'
import { bump } from '../../src/envs/bandits/bumps.ts'
import { actionColour } from '../../src/envs/drawing/colours.ts'
import { Bandit2D, train } from '../../src/index.ts'
import { withoutBrowser } from '../chromium.ts'
import { useLab } from './browser.ts'

describe.skipIf(withoutBrowser)('Bandit', () => {
  const lab = useLab()

  test('races members in a worker to the regrets that the library has for these settings', async () => {
    const { page, problems } = await lab.open(
      '#/bandit?race=ppo;mse,tau:0.05&steps=10000&batch=512&epochs=2&seed=7',
    )
    const status = page.getByRole('status')
    await expect.poll(() => status.textContent()).toBe('Not started.')
    await page.getByRole('button', { name: 'Start' }).click()
    await expect.poll(() => status.textContent()).toBe('Finished: 10,240 steps (asked: 10,000) each')

    const rows = await page
      .locator('tbody tr')
      .evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.textContent?.trim())))
    const shown = Object.fromEntries(rows.map(([name, regret]) => [name, Number(regret)]))
    expect(Object.keys(shown).sort()).toEqual(['mse, tau 0.05', 'ppo'])
    // The same settings in Node. Another engine may round otherwise, so that runs drift apart a little.
    const configs = configsOf({
      racers: ['ppo', 'mse,tau:0.05'],
      seed: 7,
      steps: '10000',
      batch: '512',
      epochs: '2',
      rate: '0.001',
      data: 'fresh',
    })
    for (const [i, name] of ['ppo', 'mse, tau 0.05'].entries()) {
      const { result } = await train(configs[i])
      expect(shown[name]).toBeCloseTo(result.regret as number, 2)
      expect(shown[name]).toBeLessThan(0.3) // the uniform policy's is 0.341
    }
    expect(problems).toEqual([])
    await page.close()
  })

  test('a race pauses, at once if need be, and goes on', async () => {
    const { page, problems } = await lab.open('#/bandit?race=ppo;spo;a2c&steps=400000&batch=32&epochs=32')
    const done = async () =>
      Number((await page.getByRole('status').textContent())?.match(/^[\d,]+/)?.[0].replaceAll(',', ''))
    // Before the worker has its racers.
    await page.evaluate(async () => {
      const click = async (name: string) => {
        const found = () =>
          Array.from(document.querySelectorAll('button')).find((one) => one.textContent === name)
        while (!found()) await new Promise((resolve) => setTimeout(resolve))
        found()?.click()
      }
      await click('Start')
      await click('Pause')
    })
    for (const _ of ['at once', 'in mid-race']) {
      await page.getByRole('button', { name: 'Go on' }).waitFor()
      let before = Number.NaN
      const more = async () => {
        before = await done()
        await page.waitForTimeout(300)
        return (await done()) - before
      }
      await expect.poll(more).toBe(0)
      await page.getByRole('button', { name: 'Go on' }).click()
      await expect.poll(done).toBeGreaterThan(before)
      await page.getByRole('button', { name: 'Pause' }).click()
    }
    expect(problems).toEqual([])
    await page.close()
  })

  test('the optimum is painted where it is: each narrow action around its bump, the safe one in the middle', async () => {
    const { page } = await lab.open('#/bandit')
    const canvas = page.getByLabel('the optimal policy')
    const colourAt = (x0: number, x1: number) =>
      canvas.evaluate(
        (element, [across, up]) => {
          const { width, height } = element as HTMLCanvasElement
          const context = (element as HTMLCanvasElement).getContext('2d')
          const at = [Math.floor((width * (1 + across)) / 2), Math.floor((height * (1 - up)) / 2)]
          const [r, g, b] = context?.getImageData(at[0], at[1], 1, 1).data ?? []
          return `#${[r, g, b].map((channel) => channel.toString(16).padStart(2, '0')).join('')}`
        },
        [x0, x1] as const,
      )
    const bandit = new Bandit2D()
    const centres = [1, 2, 3, 4].map((action) => bump(action, 5).centre)
    for (const [x0, x1] of [...centres, [-0.97, 0.97], [0.97, 0.02]] as const) {
      const rewards = bandit.expectedRewards([x0, x1])
      expect(await colourAt(x0, x1)).toBe(actionColour(rewards.indexOf(Math.max(...rewards))))
    }
    await page.close()
  })

  test('racers and settings stand in the address', async () => {
    const { page, problems } = await lab.open('#/bandit?race=ppo')
    await page.getByLabel('Add a racer').selectOption('spo')
    await page.getByLabel('Epochs').selectOption('16')
    await expect.poll(() => page.url()).toMatch(/race=ppo;spo&epochs=16$/)
    await page.getByRole('button', { name: 'Take ppo out' }).click()
    await expect.poll(() => page.url()).toMatch(/race=spo&epochs=16$/)
    await page.goBack()
    await expect.poll(() => page.locator('.squares figure').count()).toBe(3)
    expect(problems).toEqual([])
    await page.close()
  })
})
