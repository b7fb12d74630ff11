import { offerMujoco } from '../mujoco.ts'
import type { Cue, Note } from './messages.ts'
import { Player } from './player.ts'

offerMujoco()

const player = new Player((note: Note) => postMessage(note))
let done = Promise.resolve()
// One after the other: a policy takes a while to be there.
addEventListener('message', ({ data }: MessageEvent<Cue>) => {
  done = done.then(() => player.cue(data))
})
