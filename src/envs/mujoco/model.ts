/** Three lengths in m, or a direction: x, y, z. */
export type Vector = readonly [x: number, y: number, z: number]
/** A rotation, normalised by MuJoCo. */
export type Quaternion = readonly [w: number, x: number, y: number, z: number]

/** What a joint, or all of a model's joints, may say; MuJoCo's own names and defaults. */
export interface JointSettings {
  /** kg, or kg·m² of a hinge. */
  readonly armature?: number
  /** N·s/m, or N·m·s/rad. */
  readonly damping?: number
  /** N/m, or N·m/rad; the spring rests at 0. */
  readonly stiffness?: number
  /** m or rad: how near to its limit the limit acts. */
  readonly margin?: number
  readonly solimplimit?: readonly number[]
}

export interface Joint extends JointSettings {
  readonly type: 'free' | 'slide' | 'hinge'
  readonly name: string
  readonly axis?: Vector
  /** A point of the axis, in the body's frame. */
  readonly pos?: Vector
  /** m of a slide, else the model's angle unit; none for no limits. */
  readonly range?: readonly [number, number]
  /** The position in the initial pose: m, or the model's angle unit. */
  readonly ref?: number
}

/** What a geom, or all of a model's geoms, may say; MuJoCo's own names and defaults. */
export interface GeomSettings {
  readonly contype?: number
  readonly conaffinity?: number
  readonly condim?: 1 | 3
  /** m: how near to a contact it acts. */
  readonly margin?: number
  /** kg/m³. */
  readonly density?: number
  /** Sliding, spinning, rolling; what is left out is the model's. */
  readonly friction?: readonly number[]
  readonly solimp?: readonly number[]
  /** Red, green, blue, opacity, 0 … 1; ours, not Gymnasium's. */
  readonly rgba?: readonly [number, number, number, number]
}

export interface Geom extends GeomSettings {
  readonly type: 'plane' | 'sphere' | 'capsule' | 'cylinder'
  /** m: a radius; radius and half length along z; a plane's half lengths along x and y and the spacing of its grid. */
  readonly size: readonly number[]
  /** The centre, in the body's frame. */
  readonly pos?: Vector
  readonly quat?: Quaternion
  /** An axis and an angle in the model's unit. */
  readonly axisangle?: readonly [x: number, y: number, z: number, angle: number]
  /** The two ends, x y z and x y z, instead of a centre and a half length. */
  readonly fromto?: readonly [number, number, number, number, number, number]
}

export interface Body {
  readonly name: string
  /** In the parent's frame. */
  readonly pos: Vector
  readonly quat?: Quaternion
  readonly joints?: readonly Joint[]
  readonly geoms: readonly Geom[]
  /** Points to be followed, in the body's frame. */
  readonly sites?: readonly { readonly name: string; readonly pos: Vector }[]
  readonly bodies?: readonly Body[]
}

/** Everything that is known of a model; what isn't said is MuJoCo's default. Masses and inertias follow from the geoms. */
export interface ModelFacts {
  readonly compiler: {
    readonly angle: 'degree' | 'radian'
    /** kg; masses and inertias are scaled to it. */
    readonly settotalmass?: number
  }
  readonly option: {
    /** s. */
    readonly timestep: number
    readonly integrator: 'Euler' | 'RK4'
    readonly solver?: 'PGS'
    readonly iterations?: number
    /** m/s². */
    readonly gravity?: Vector
    /** kg/m³, of the fluid all around. */
    readonly density?: number
    /** Pa·s, of the fluid all around. */
    readonly viscosity?: number
  }
  /** For all joints, unless a joint says otherwise. */
  readonly joint?: JointSettings
  /** For all geoms, unless a geom says otherwise. */
  readonly geom: GeomSettings
  /** The geoms that don't move. */
  readonly world: readonly Geom[]
  readonly bodies: readonly Body[]
  /** One motor an action, in the actions' order: its joint, and the N or N·m of a control of 1. */
  readonly motors: readonly (readonly [joint: string, gear: number])[]
  /** The motors clamp their controls to ± this. */
  readonly bound: number
}

/** Colours of our own, for the eye only. */
export const colours = {
  floor: [0.82, 0.85, 0.88, 1],
  body: [0.89, 0.55, 0.27, 1],
  other: [0.25, 0.55, 0.72, 1],
  target: [0.84, 0.24, 0.31, 1],
} as const

/** Turns what lies along z to lie along x. */
export const alongX: Quaternion = [1, 0, 1, 0]
/** Turns what lies along z to lie along −x. */
export const againstX: Quaternion = [1, 0, -1, 0]

export const slide = (name: string, axis: Vector, more: Partial<Joint> = {}): Joint => ({
  ...{ type: 'slide', name, axis },
  ...more,
})

export const hinge = (name: string, axis: Vector, more: Partial<Joint> = {}): Joint => ({
  ...{ type: 'hinge', name, axis },
  ...more,
})

/** Infinite for contacts; its size is for the eye. */
export const plane = (size: Vector, more: Partial<Geom> = {}): Geom => ({
  ...{ type: 'plane', size, rgba: colours.floor },
  ...more,
})

export const sphere = (radius: number, more: Partial<Geom> = {}): Geom => ({
  ...{ type: 'sphere', size: [radius] },
  ...more,
})

/** A capsule along z. */
export const capsule = (radius: number, halfLength: number, more: Partial<Geom> = {}): Geom => ({
  ...{ type: 'capsule', size: [radius, halfLength] },
  ...more,
})

/** A capsule between two points. */
export const limb = (radius: number, from: Vector, to: Vector, more: Partial<Geom> = {}): Geom => ({
  ...{ type: 'capsule', size: [radius], fromto: [...from, ...to] },
  ...more,
})
