import { offerMujoco } from '../../mujoco.ts'
import type { Order, Report } from './messages.ts'
import { Trainer } from './trainer.ts'

offerMujoco()

const trainer = new Trainer((report: Report) => postMessage(report))
addEventListener('message', ({ data }: MessageEvent<Order>) => trainer.order(data))
void trainer.work()
