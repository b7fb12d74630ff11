/** Trains the racers side by side: each in turn makes an update, so that all have seen the same number of steps. */
import { gridContexts } from '../../../src/envs/bandits/grid.ts'
import { resolveConfig } from '../../../src/training/config.ts'
import { Session } from '../../../src/training/index.ts'
import { type FromRace, SIDE, type Standing, type ToRace } from './race-messages.ts'

/** Milliseconds between two reports. */
const REPORT_EVERY_MS = 60

interface Racer {
  readonly session: Session
  readonly steps: number[]
  readonly regrets: number[]
  problem?: string
}

const contexts = gridContexts(SIDE)
let racers: readonly Racer[] = []
/** Whether it is to train: orders may come while it does, or before the racers are there. */
let wanted = false
let training = false
/** Whether the page has drawn what was reported; a page that can't keep up is told less often. */
let drawn = true

addEventListener('message', async ({ data }: MessageEvent<ToRace>) => {
  switch (data.kind) {
    case 'start':
      wanted = true
      try {
        racers = await Promise.all(data.configs.map((config) => enter(resolveConfig(config))))
      } catch (error) {
        return post({ kind: 'refused', problem: (error as Error).message })
      }
      return run()
    case 'pause':
      wanted = false
      return
    case 'drawn':
      drawn = true
      return
    case 'go':
      wanted = true
      if (racers.length > 0 && !training) return run()
  }
})

async function enter(config: ReturnType<typeof resolveConfig>): Promise<Racer> {
  const session = await Session.create(config, config.env)
  session.begin()
  return { session, steps: [], regrets: [] }
}

async function run(): Promise<void> {
  training = true
  report()
  let reported = performance.now()
  while (wanted && racers.some(isRacing)) {
    for (const racer of racers.filter(isRacing)) advance(racer)
    if (performance.now() - reported < REPORT_EVERY_MS) continue
    if (drawn) report()
    await new Promise((resolve) => setTimeout(resolve)) // lets messages in
    reported = performance.now()
  }
  training = false
  report()
}

const isRacing = ({ session, problem }: Racer) => !session.finished && problem === undefined

function advance(racer: Racer): void {
  try {
    const { step, regret } = racer.session.update()
    racer.steps.push(step)
    racer.regrets.push(regret ?? Number.NaN)
  } catch (error) {
    racer.problem = (error as Error).message
  }
}

function report(): void {
  drawn = false
  const standings = racers.map(
    (racer): Standing => ({
      steps: Float64Array.from(racer.steps),
      regrets: Float64Array.from(racer.regrets),
      probabilities: racer.session.policy.probabilities(contexts),
      finished: racer.session.finished,
      ...(racer.problem !== undefined && { problem: racer.problem }),
    }),
  )
  post({ kind: 'standings', standings, finished: !racers.some(isRacing) })
}

const post = (message: FromRace) => postMessage(message)
