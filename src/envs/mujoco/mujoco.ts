import type { Canvas, PictureSize } from '../drawing/canvas.ts'
import type { Action, Environment, EnvironmentState, Step } from '../environment.ts'
import { Episode } from '../episode.ts'
import { invalidAction, invalidState, isVector, shown } from '../invalid.ts'
import { rejectUnknownOptions } from '../options.ts'
import { Outcome } from '../outcome.ts'
import { type Box, box } from '../spaces.ts'
import type { Camera } from './camera.ts'
import type { Vector } from './model.ts'
import { drawModel } from './picture.ts'
import { type GeomPose, Simulation } from './simulation.ts'
import type { Task } from './task.ts'

/**
 * A task on MuJoCo (Todorov, Erez & Tassa, "MuJoCo: A physics engine for model-based control", 2012) with the semantics of
 * Gymnasium's v5 environments: the same steps to rounding, and the same starts from the same seed where the noise is uniform.
 * Needs `await prepare(id)`; `close()` gives the memory back, which is never collected by itself.
 *
 * Observation: as the task says, float32 of the float64 physics. Action: a control for each motor; beyond its bounds the motor
 * clamps it, while costs count it as it is. Terminates as the task says, is truncated at the time limit; both may be true at once.
 */
export class Mujoco implements Environment {
  readonly id: string
  readonly observationSpace: Box
  readonly actionSpace: Box
  readonly frameRate: number
  readonly #task: Task
  readonly #simulation: Simulation
  readonly #episode: Episode
  readonly #fields: readonly string[]
  readonly #dt: number // s a step
  #x = 0 // m, the task's `x` after the last step

  constructor(task: Task, options: object = {}) {
    const { id, model, observationSize } = task
    rejectUnknownOptions(id, options, [])
    this.id = id
    this.#task = task
    this.observationSpace = box(-Infinity, Infinity, [observationSize])
    this.actionSpace = box(-model.bound, model.bound, [model.motors.length])
    this.#episode = new Episode(id, task.maxSteps)
    this.#dt = model.option.timestep * task.frameSkip
    this.frameRate = 1 / this.#dt
    this.#simulation = new Simulation(id, model)
    const { qpos, qvel } = this.#simulation.physics
    this.#fields = [...Array.from(qpos, (_, i) => `qpos[${i}]`), ...Array.from(qvel, (_, i) => `qvel[${i}]`)]
  }

  reset(seed?: number): Float32Array {
    const task = this.#task
    const simulation = this.#simulation
    const episode = this.#episode
    episode.start(seed)
    simulation.rewind()
    task.start(episode.random, simulation.physics.qpos, simulation.physics.qvel)
    this.#settle()
    return this.#observe()
  }

  step(action: Action): Step {
    const task = this.#task
    const simulation = this.#simulation
    const episode = this.#episode
    episode.requireRunning()
    this.#control(action)
    simulation.advance(task.frameSkip)
    if (task.forces) simulation.withForces()
    const { physics } = simulation
    const before = this.#x
    if (task.x) this.#x = task.x(physics)
    const terminated = task.terminated(physics)
    const reward = task.reward(physics, (this.#x - before) / this.#dt, terminated)
    const truncated = episode.advance(terminated)
    return new Outcome(this.#observe(), reward, terminated, truncated)
  }

  /** Where every part of the model and of the world is, to be drawn; after a step as of its last evaluation, a moment before its end. */
  geoms(): GeomPose[] {
    return this.#simulation.geoms()
  }

  /** `physics`: qpos, then qvel. Besides them, exactness needs where the solver starts, and `x` as of the last step's last evaluation. */
  limitSteps(maxSteps: number): void {
    this.#episode.limit(maxSteps)
  }

  getState(): EnvironmentState {
    const { qpos, qvel, qaccWarmstart } = this.#simulation.physics
    return {
      physics: [...qpos, ...qvel],
      warmstart: [...qaccWarmstart],
      x: this.#x,
      ...this.#episode.getState(),
    }
  }

  /** With `physics` alone, the solver starts afresh and `x` follows from the positions. */
  setState(state: { physics: number[] } & Record<string, unknown>): void {
    const simulation = this.#simulation
    const episode = this.#episode
    const physics = episode.physicsOf(state, this.#fields)
    const { warmstart, x } = this.#restOf(state)
    episode.setState(state)
    simulation.rewind()
    const { qpos, qvel, qaccWarmstart } = simulation.physics
    for (let i = 0; i < qpos.length; i++) qpos[i] = physics[i]
    for (let i = 0; i < qvel.length; i++) qvel[i] = physics[qpos.length + i]
    this.#settle()
    if (warmstart) qaccWarmstart.set(warmstart)
    if (x !== undefined) this.#x = x
  }

  /** From where it is drawn, and where its first body is, m, which the camera may go along with. */
  view(): { camera: Camera; body: Vector } {
    const [, , , x, y, z] = this.#simulation.physics.xpos
    return { camera: this.#task.camera, body: [x, y, z] }
  }

  /** As `geoms` has it. */
  draw(canvas: Canvas, size: PictureSize): void {
    const { camera, body } = this.view()
    const geoms = this.geoms()
    const first = this.#task.model.world.length
    const parts = { world: geoms.slice(0, first), bodies: geoms.slice(first) }
    drawModel(canvas, size, camera, parts, body)
  }

  close(): void {
    this.#simulation.close()
  }

  /** Makes everything follow from positions and velocities. */
  #settle(): void {
    this.#simulation.forward()
    this.#x = this.#task.x?.(this.#simulation.physics) ?? 0
  }

  #observe(): Float32Array {
    const observation = new Float32Array(this.#task.observationSize)
    this.#task.observe(this.#simulation.physics, observation)
    return observation
  }

  /** Hands the action to the motors; throws, before any of it is taken, unless it is one finite number for each. */
  #control(action: Action): void {
    const { ctrl } = this.#simulation.physics
    if (!isVector(action, ctrl.length)) {
      const { bound } = this.#task.model
      const use = `an array of length ${ctrl.length}, finite numbers from −${bound} to ${bound}`
      throw invalidAction(this.id, action, use)
    }
    for (let i = 0; i < ctrl.length; i++) ctrl[i] = action[i]
  }

  /** What a snapshot has besides `physics` and the episode's; throws on what `getState` cannot have given. */
  #restOf(state: Record<string, unknown>): { warmstart?: ArrayLike<number>; x?: number } {
    const { warmstart, x } = state
    const { length } = this.#simulation.physics.qvel
    if (warmstart !== undefined && !isVector(warmstart, length))
      throw invalidState(this.id, 'warmstart', `${length} finite numbers`, shown(warmstart))
    if (x !== undefined && !Number.isFinite(x)) throw invalidState(this.id, 'x', 'a finite number', shown(x))
    return { ...(warmstart !== undefined && { warmstart }), ...(x !== undefined && { x: x as number }) }
  }
}
