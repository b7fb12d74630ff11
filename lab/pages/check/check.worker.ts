/** Says which self-checks there are, and runs them one after the other, so that their times mean something. */

import { type CheckResult, checks, runCheck } from '../../../src/checks/index.ts'
import { offerMujoco } from '../../mujoco.ts'

offerMujoco()

export interface Listed {
  readonly name: string
  readonly about: string
  readonly needs?: string
}

export type FromChecks =
  | { readonly kind: 'list'; readonly checks: readonly Listed[] }
  | { readonly kind: 'result'; readonly result: CheckResult }

const post = (message: FromChecks) => postMessage(message)

addEventListener('message', async ({ data: names }: MessageEvent<readonly string[]>) => {
  for (const name of names) {
    const check = checks.find((one) => one.name === name)
    if (check) post({ kind: 'result', result: await runCheck(check) })
  }
})

post({
  kind: 'list',
  checks: checks.map(({ name, about, needs }) => ({ name, about, ...(needs !== undefined && { needs }) })),
})
