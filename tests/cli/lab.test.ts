import { expect, test } from 'vitest'
import { formscale, start } from './formscale.ts'

const addressOf = ({ child }: ReturnType<typeof start>) =>
  new Promise<string>((resolve, reject) => {
    let said = ''
    child.stdout?.on('data', (data) => {
      said += data
      const [found] = /http:\/\/127\.0\.0\.1:\d+\//.exec(said) ?? []
      if (found) resolve(found)
    })
    child.on('exit', () => reject(new Error('it ended')))
  })

test('lab serves the built pages until it is interrupted', async () => {
  const lab = start('.', 'lab', '--port', '0')
  const { child, ended } = lab
  const address = await addressOf(lab)
  const response = await fetch(address)
  expect(response.status).toBe(200)
  expect(await response.text()).toContain('<title>formscale lab</title>')

  const port = new URL(address).port
  expect(await formscale('.', 'lab', '--port', port)).toMatchObject({
    code: 1,
    stderr: `formscale: port ${port} is in use; take another one by --port, 0 for any\n`,
  })
  child.kill('SIGINT')
  expect(await ended).toMatchObject({ code: 0, stderr: '' })
})

test.each(['SIGTERM', 'SIGHUP'] as const)('lab ends by %s, too', async (signal) => {
  const lab = start('.', 'lab', '--port', '0')
  await addressOf(lab)
  lab.child.kill(signal)
  expect(await lab.ended).toMatchObject({ code: 0, stderr: '' })
})
