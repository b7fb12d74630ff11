import type { MainModule, MjData, MjModel } from '@mujoco/mujoco'
import { mujocoFor } from './engine.ts'
import type { ModelFacts } from './model.ts'
import { toXml } from './xml.ts'

/** MuJoCo's arrays that tasks read, in its memory and under its names, in SI units. Row 0 of what is per body is the world. */
export interface Physics {
  /** Positions: m, rad, unit quaternions w x y z. */
  readonly qpos: Float64Array
  /** Velocities: m/s, rad/s. */
  readonly qvel: Float64Array
  /** Controls as they were given; the motors clamp them. */
  readonly ctrl: Float64Array
  /** Where the constraint solver starts. */
  readonly qaccWarmstart: Float64Array
  /** Forces of limits and contacts on each velocity: N, N·m. */
  readonly qfrcConstraint: Float64Array
  /** Forces of the motors on each velocity: N, N·m. */
  readonly qfrcActuator: Float64Array
  /** Positions of the bodies' frames [bodies × 3]. */
  readonly xpos: Float64Array
  /** Centres of mass of the bodies [bodies × 3]. */
  readonly xipos: Float64Array
  /** Positions of the sites [sites × 3]. */
  readonly siteXpos: Float64Array
  /** Inertias about the tree's centre of mass [bodies × 10]. */
  readonly cinert: Float64Array
  /** Velocities [bodies × 6]: angular, linear. */
  readonly cvel: Float64Array
  /** External forces [bodies × 6]: torque, force; see `withForces`. */
  readonly cfrcExt: Float64Array
  /** kg. */
  readonly bodyMass: Float64Array
}

/** A body's part as it is to be drawn. */
export interface GeomPose {
  /** Its shape. */
  type: 'plane' | 'sphere' | 'capsule' | 'cylinder'
  /** m: radius; radius and half length along z; a plane's half lengths along x and y, 0 for infinite, and spacing. */
  size: number[]
  /** The centre in the world, m. */
  position: number[]
  /** The rotation to the world [3 × 3], row-major. */
  rotation: number[]
  /** Red, green, blue, opacity, 0 … 1. */
  colour: number[]
}

/** One model and its state in MuJoCo's memory, which `close` gives back. */
export class Simulation {
  readonly #id: string
  readonly #mujoco: MainModule
  readonly #model: MjModel
  readonly #data: MjData
  #arrays: Physics | undefined
  #closed = false

  constructor(id: string, facts: ModelFacts) {
    this.#id = id
    this.#mujoco = mujocoFor(id)
    this.#model = orExplain(id, () => this.#mujoco.MjModel.from_xml_string(toXml(facts)))
    this.#data = orExplain(
      id,
      () => new this.#mujoco.MjData(this.#model),
      () => this.#model.delete(),
    )
  }

  /** Views of MuJoCo's memory. They go stale when that memory grows, which any new simulation may cause, so never keep them. */
  get physics(): Physics {
    if (this.#arrays === undefined || this.#arrays.qpos.length === 0) this.#arrays = this.#views()
    return this.#arrays
  }

  #views(): Physics {
    this.#requireOpen()
    const model = this.#model
    const data = this.#data
    return {
      qpos: data.qpos,
      qvel: data.qvel,
      ctrl: data.ctrl,
      qaccWarmstart: data.qacc_warmstart,
      qfrcConstraint: data.qfrc_constraint,
      qfrcActuator: data.qfrc_actuator,
      xpos: data.xpos,
      xipos: data.xipos,
      siteXpos: data.site_xpos,
      cinert: data.cinert,
      cvel: data.cvel,
      cfrcExt: data.cfrc_ext,
      bodyMass: model.body_mass,
    }
  }

  /** Back to the model's initial positions, at rest; only `forward` makes the rest follow. */
  rewind(): void {
    this.#requireOpen()
    this.#mujoco.mj_resetData(this.#model, this.#data)
  }

  /** Makes everything follow from positions, velocities and controls. */
  forward(): void {
    this.#mujoco.mj_forward(this.#model, this.#data)
  }

  /** Some time steps on. What isn't positions and velocities is that of the integrator's last evaluation, not quite of the end. */
  advance(timesteps: number): void {
    for (let i = 0; i < timesteps; i++) this.#mujoco.mj_step(this.#model, this.#data)
  }

  /** Computes `cfrcExt`, which MuJoCo leaves at 0 otherwise. */
  withForces(): void {
    this.#mujoco.mj_rnePostConstraint(this.#model, this.#data)
  }

  geoms(): GeomPose[] {
    this.#requireOpen()
    const model = this.#model
    const data = this.#data
    const { geom_type: types, geom_size: sizes, geom_rgba: colours } = model
    const { geom_xpos: positions, geom_xmat: rotations } = data
    return Array.from({ length: model.ngeom }, (_, g) => ({
      type: GEOM_TYPES[types[g]],
      size: Array.from<number>(sizes.subarray(3 * g, 3 * g + 3)),
      position: Array.from<number>(positions.subarray(3 * g, 3 * g + 3)),
      rotation: Array.from<number>(rotations.subarray(9 * g, 9 * g + 9)),
      colour: Array.from<number>(colours.subarray(4 * g, 4 * g + 4)),
    }))
  }

  /** Gives the memory back; any use afterwards throws. Closing twice does nothing. */
  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#arrays = undefined
    this.#data.delete()
    this.#model.delete()
  }

  #requireOpen(): void {
    if (this.#closed) throw new Error(`${this.#id}: used after close(); make a new one`)
  }
}

/** By MuJoCo's numbers for the types. */
const GEOM_TYPES: Record<number, GeomPose['type']> = { 0: 'plane', 2: 'sphere', 3: 'capsule', 5: 'cylinder' }

/** What `create` gives; if it throws, it is cleaned up after, and the error says what it may be about. */
function orExplain<T>(id: string, create: () => T, cleanUp?: () => void): T {
  try {
    return create()
  } catch (error) {
    cleanUp?.()
    const reason = error instanceof Error ? error.message.trim() : String(error)
    throw new Error(
      `${id}: MuJoCo could not make it (${reason}); if memory has run out, close() what is not in use`,
      { cause: error },
    )
  }
}
