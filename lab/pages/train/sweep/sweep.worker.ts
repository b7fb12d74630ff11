/** Trains one run after the other to their ends, for a sweep. */
import { aimReached, resolveConfig, Session } from '../../../../src/training/index.ts'
import { offerMujoco } from '../../../mujoco.ts'
import type { Job, JobReport, Point } from './messages.ts'

/** Milliseconds between two reports. */
const REPORT_EVERY_MS = 200

offerMujoco()

addEventListener('message', async ({ data }: MessageEvent<Job>) => {
  try {
    await train(data)
  } catch (error) {
    tell({ kind: 'failed', id: data.id, message: (error as Error).message })
  }
})

async function train({ id, settings }: Job): Promise<void> {
  const config = resolveConfig(settings)
  const session = await Session.create(config, config.env)
  try {
    session.begin()
    let points: Point[] = []
    let reported = performance.now()
    while (!session.finished) {
      const row = session.update()
      session.aimReached = aimReached(config, row)
      points.push([row.step, row.meanReturn])
      if (performance.now() - reported < REPORT_EVERY_MS) continue
      tell({ kind: 'points', id, points })
      points = []
      reported = performance.now()
    }
    tell({ kind: 'points', id, points })
    tell({ kind: 'done', id, final: session.episodes.meanReturn() })
  } finally {
    session.close()
  }
}

const tell = (report: JobReport) => postMessage(report)
