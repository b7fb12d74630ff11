/** Plays episodes with a policy at their natural speed, and draws them. */
import { type Action, type Environment, Mujoco, make, prepare } from '../../src/envs/index.ts'
import { loadKernels } from '../../src/kernels/index.ts'
import { Policy, readPolicy } from '../../src/policies/index.ts'
import { stream } from '../../src/random/index.ts'
import { decodeCheckpoint, restoredPolicy } from '../../src/training/index.ts'
import type { Cast, Cue, Note, Orbit, StageSize } from './messages.ts'
import { setNumbers } from './policy-numbers.ts'
import type { Scene } from './scene.ts'

/** Steps a second where an environment doesn't say. */
const FRAME_RATE = 30
/** Milliseconds that the end of an episode stays. */
const REST_MS = 600
/** Milliseconds between two scores. */
const SCORE_EVERY_MS = 125
/** Steps that may be caught up on at once; beyond, time is lost. */
const MOST_AT_ONCE = 8

interface Play {
  readonly env: Environment
  readonly policy: Policy
  observation: Float32Array
  episode: number
  step: number
  return: number
  /** When the next step is due, or the next episode begins. */
  due: number
  over: boolean
}

export class Player {
  readonly #note: (note: Note) => void
  readonly #random = stream(0, 'evaluation')
  #canvas: OffscreenCanvas | undefined
  #size: StageSize = { width: 0, height: 0, ratio: 1 }
  #play: Play | undefined
  #flat: OffscreenCanvasRenderingContext2D | null = null
  #solid: Scene | undefined
  #paused = false
  #greedy = false
  #speed = 1
  #scored = 0

  constructor(note: (note: Note) => void) {
    this.#note = note
  }

  async cue(cue: Cue): Promise<void> {
    try {
      await this.#follow(cue)
    } catch (error) {
      this.#note({ kind: 'problem', message: error instanceof Error ? error.message : String(error) })
    }
  }

  async #follow(cue: Cue): Promise<void> {
    switch (cue.kind) {
      case 'canvas':
        this.#canvas = cue.canvas
        this.#size = cue.size
        break
      case 'play':
        await this.#begin(cue.cast.env, await policyOf(cue.cast))
        break
      case 'play checkpoint': {
        const checkpoint = await decodeCheckpoint(cue.bytes)
        await this.#begin(checkpoint.state.config.env, await restoredPolicy(checkpoint))
        break
      }
      case 'play policy': {
        const { policy, env } = await readPolicy(cue.bytes)
        if (env === undefined) throw new Error('the policy does not say what it plays')
        await this.#begin(env, policy)
        break
      }
      case 'numbers':
        if (this.#play) setNumbers(this.#play.policy, cue.numbers)
        break
      case 'size':
        this.#resize(cue.size)
        break
      case 'manner':
        this.#greedy = cue.greedy
        this.#speed = cue.speed
        break
      case 'orbit':
        this.#turn(cue.orbit)
        break
      default:
        this.#paused = cue.kind === 'pause'
    }
  }

  async #begin(id: string, policy: Policy): Promise<void> {
    await prepare(id)
    const env = make(id)
    if (!env.draw) throw new Error(`${id} doesn't draw itself`)
    await this.#openScene(env)
    this.#play = {
      ...{
        env,
        policy,
        mask: undefined,
        episode: 1,
        step: 0,
        return: 0,
        due: performance.now(),
        over: false,
      },
      observation: env.reset(0),
    }
    this.#score(true)
    const frame = (now: number) => {
      this.#frame(now)
      requestAnimationFrame(frame)
    }
    requestAnimationFrame(frame)
  }

  /** In depth where the environment has it and the browser can, else flat. */
  async #openScene(env: Environment): Promise<void> {
    const canvas = this.#canvas as OffscreenCanvas
    if (env instanceof Mujoco && hasDepth()) {
      const { Scene } = await import('./scene.ts')
      env.reset(0)
      this.#solid = new Scene(canvas, env, !hasDepth({ failIfMajorPerformanceCaveat: true }))
      this.#solid.resize(this.#size)
    } else this.#flat = canvas.getContext('2d')
    this.#note({ kind: 'scene', solid: this.#solid !== undefined })
  }

  #frame(now: number): void {
    const play = this.#play
    if (!play || this.#paused) return
    try {
      const steps = this.#advance(play, now)
      if (steps > 0) this.#draw()
    } catch (error) {
      this.#paused = true
      this.#note({ kind: 'problem', message: (error as Error).message })
    }
  }

  /** Takes the steps that are due; how many those were, or 1 for a new episode. */
  #advance(play: Play, now: number): number {
    const period = 1000 / (this.#speed * (play.env.frameRate ?? FRAME_RATE))
    if (now - play.due > MOST_AT_ONCE * period) play.due = now
    let steps = 0
    while (play.due <= now) {
      steps++
      if (play.over) {
        this.#restart(play)
        play.due = now + period
      } else {
        this.#step(play)
        play.due = play.over ? now + REST_MS : play.due + period
      }
    }
    return steps
  }

  #step(play: Play): void {
    const { env, policy, observation } = play
    const mask = env.actionMask?.()
    const [action] = policy.actAll([observation], {
      random: this.#random,
      deterministic: this.#greedy,
      ...(mask && { mask }),
    })
    const next = env.step(action as Action)
    play.observation = next.observation
    play.step++
    play.return += next.reward
    play.over = next.terminated || next.truncated
    this.#score(play.over)
  }

  #restart(play: Play): void {
    play.observation = play.env.reset()
    play.episode++
    play.step = 0
    play.return = 0
    play.over = false
  }

  #score(now: boolean): void {
    const time = performance.now()
    if (!this.#play || (!now && time - this.#scored < SCORE_EVERY_MS)) return
    this.#scored = time
    const { episode, step, return: total } = this.#play
    this.#note({ kind: 'score', episode, step, return: total })
  }

  #resize(size: StageSize): void {
    this.#size = size
    this.#solid?.resize(size)
    this.#draw()
  }

  #turn(orbit: Orbit): void {
    this.#solid?.turn(orbit)
    this.#draw()
  }

  #draw(): void {
    const { width, height, ratio } = this.#size
    if (!this.#play || width === 0) return
    this.#solid?.draw()
    if (!this.#flat) return
    const { canvas } = this.#flat
    const [across, down] = [Math.round(width * ratio), Math.round(height * ratio)]
    if (canvas.width !== across || canvas.height !== down)
      Object.assign(canvas, { width: across, height: down })
    this.#play.env.draw?.(this.#flat, { width: across, height: down })
  }
}

const hasDepth = (settings?: WebGLContextAttributes) =>
  new OffscreenCanvas(1, 1).getContext('webgl2', settings) !== null

async function policyOf({ policy: spec, numbers }: Cast): Promise<Policy> {
  const policy = new Policy(await loadKernels(), spec, 1)
  setNumbers(policy, numbers)
  return policy
}
