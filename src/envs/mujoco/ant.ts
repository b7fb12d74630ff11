import { cornerView } from './camera.ts'
import { type Body, colours, hinge, limb, plane, sphere, type Vector } from './model.ts'
import type { Physics } from './simulation.ts'
import { allFinite, normalStart, put, sumOfSquares, type Task } from './task.ts'

const TORSO = 1 // body
const FORCE_LIMIT = 1 // N or N·m, where contact forces are clipped

/**
 * A torso on four legs, to run along x.
 *
 * Observation [105]: the torso's height and quaternion, the eight joints' angles; the torso's velocities along and around the axes,
 * the joints'; torque and force (three each) on torso and legs from outside, clipped to ±1, all 0 at a reset. Reward: the torso's
 * velocity along x + 1 if healthy − 0.5 Σ controls² − 0.0005 Σ (clipped torques and forces)². Terminates when not healthy: height
 * not within [0.2, 1] m, or anything not finite.
 */
export const ant: Task = {
  id: 'Ant-v5',
  about: 'MuJoCo: a torso on four legs runs forwards, with eight joints; ends when it leaps or rolls over.',
  model: {
    compiler: { angle: 'degree' },
    option: { timestep: 0.01, integrator: 'RK4' },
    joint: { armature: 1, damping: 1 },
    geom: { contype: 1, conaffinity: 0, condim: 3, density: 5, friction: [1, 0.5, 0.5], margin: 0.01 },
    world: [plane([40, 40, 40], { conaffinity: 1 })],
    bodies: [
      {
        name: 'torso',
        pos: [0, 0, 0.75],
        joints: [{ type: 'free', name: 'root', armature: 0, damping: 0, margin: 0.01 }],
        geoms: [sphere(0.25)],
        bodies: [
          leg(1, 'front_left_leg', [1, 1], [-1, 1, 0], [30, 70]),
          leg(2, 'front_right_leg', [-1, 1], [1, 1, 0], [-70, -30]),
          leg(3, 'back_leg', [-1, -1], [-1, 1, 0], [-70, -30]),
          leg(4, 'right_back_leg', [1, -1], [1, 1, 0], [30, 70]),
        ],
      },
    ],
    motors: [4, 1, 2, 3].flatMap((n): [string, number][] => [
      [`hip_${n}`, 150],
      [`ankle_${n}`, 150],
    ]),
    bound: 1,
  },
  frameSkip: 5,
  maxSteps: 1000,
  observationSize: 105,
  camera: cornerView(0.3, 3, 25),
  forces: true,
  start: normalStart(0.1),
  observe({ qpos, qvel, cfrcExt }, into) {
    const positions = put(into, 0, qpos, 2)
    put(into, put(into, positions, qvel), cfrcExt, 6, FORCE_LIMIT)
  },
  terminated: (physics) => !isHealthy(physics),
  x: ({ xpos }) => xpos[3 * TORSO],
  reward({ ctrl, cfrcExt }, xVelocity, terminated) {
    const costs = 0.5 * sumOfSquares(ctrl) + 5e-4 * sumOfSquares(cfrcExt, FORCE_LIMIT)
    return xVelocity + (terminated ? 0 : 1) - costs
  },
}

function isHealthy({ qpos, qvel }: Physics): boolean {
  return allFinite(qpos) && allFinite(qvel) && qpos[2] >= 0.2 && qpos[2] <= 1
}

/** Leg n: a fixed part, one on the hip and one on the ankle, each along the diagonal of the signs `side`. */
function leg(
  n: number,
  name: string,
  side: readonly [number, number],
  ankle: Vector,
  range: readonly [number, number],
): Body {
  const along = (length: number): Vector => [length * side[0], length * side[1], 0]
  return {
    name,
    pos: [0, 0, 0],
    geoms: [limb(0.08, [0, 0, 0], along(0.2))],
    bodies: [
      {
        name: `aux_${n}`,
        pos: along(0.2),
        joints: [hinge(`hip_${n}`, [0, 0, 1], { range: [-30, 30] })],
        geoms: [limb(0.08, [0, 0, 0], along(0.2))],
        bodies: [
          {
            name: `foot_${n}`,
            pos: along(0.2),
            joints: [hinge(`ankle_${n}`, ankle, { range })],
            geoms: [limb(0.08, [0, 0, 0], along(0.4), { rgba: colours.other })],
          },
        ],
      },
    ],
  }
}
