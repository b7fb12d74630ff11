import type { Pcg64 } from '../../random/index.ts'
import { topView } from './camera.ts'
import { colours, hinge, limb, plane, slide, sphere } from './model.ts'
import type { Physics } from './simulation.ts'
import { addUniform, put, sumOfSquares, type Task } from './task.ts'

const FINGERTIP = 3 // body
const TARGET = 4 // body
const GOAL_RADIUS = 0.2 // m
const wall = { conaffinity: 0, rgba: colours.floor }

/**
 * An arm of two links in a plane, whose tip is to touch a target.
 *
 * Observation [10]: cosines, then sines of the joints' angles; the target's x and y; the joints' velocities; x and y from the target
 * to the tip. Reward: −distance from the tip to the target in m − Σ controls². Never terminates.
 */
export const reacher: Task = {
  id: 'Reacher-v5',
  about: 'MuJoCo: touch a target with the tip of an arm of two links; 50 steps.',
  model: {
    compiler: { angle: 'radian' },
    option: { timestep: 0.01, integrator: 'RK4' },
    joint: { armature: 1, damping: 1 },
    geom: { contype: 0, friction: [1, 0.1, 0.1] },
    world: [
      plane([1, 1, 10], { conaffinity: 0 }),
      limb(0.02, [-0.3, -0.3, 0.01], [0.3, -0.3, 0.01], wall),
      limb(0.02, [0.3, -0.3, 0.01], [0.3, 0.3, 0.01], wall),
      limb(0.02, [-0.3, 0.3, 0.01], [0.3, 0.3, 0.01], wall),
      limb(0.02, [-0.3, -0.3, 0.01], [-0.3, 0.3, 0.01], wall),
      { type: 'cylinder', size: [0.011], fromto: [0, 0, 0, 0, 0, 0.02], ...wall, rgba: colours.other },
    ],
    bodies: [
      {
        name: 'body0',
        pos: [0, 0, 0.01],
        joints: [hinge('joint0', [0, 0, 1])],
        geoms: [limb(0.01, [0, 0, 0], [0.1, 0, 0])],
        bodies: [
          {
            name: 'body1',
            pos: [0.1, 0, 0],
            joints: [hinge('joint1', [0, 0, 1], { range: [-3, 3] })],
            geoms: [limb(0.01, [0, 0, 0], [0.1, 0, 0])],
            bodies: [{ name: 'fingertip', pos: [0.11, 0, 0], geoms: [sphere(0.01)] }],
          },
        ],
      },
      {
        name: 'target',
        pos: [0.1, -0.1, 0.01],
        joints: [
          slide('target_x', [1, 0, 0], { range: [-0.27, 0.27], ref: 0.1, armature: 0, damping: 0 }),
          slide('target_y', [0, 1, 0], { range: [-0.27, 0.27], ref: -0.1, armature: 0, damping: 0 }),
        ],
        geoms: [sphere(0.009, { conaffinity: 0, rgba: colours.target })],
      },
    ],
    motors: [
      ['joint0', 200],
      ['joint1', 200],
    ],
    bound: 1,
  },
  frameSkip: 2,
  maxSteps: 50,
  observationSize: 10,
  camera: topView(0.7, { follows: false, tile: 0.1 }),
  start(random, qpos, qvel) {
    addUniform(random, qpos, 0.1)
    placeGoal(random, qpos)
    addUniform(random, qvel, 0.005)
    qvel.fill(0, 2)
  },
  observe(physics, into) {
    const { qpos, qvel } = physics
    for (let joint = 0; joint < 2; joint++) {
      into[joint] = Math.cos(qpos[joint])
      into[2 + joint] = Math.sin(qpos[joint])
      into[6 + joint] = qvel[joint]
      into[8 + joint] = fromTarget(physics, joint)
    }
    put(into, 4, qpos, 2)
  },
  terminated: () => false,
  reward(physics) {
    const distance = Math.hypot(fromTarget(physics, 0), fromTarget(physics, 1), fromTarget(physics, 2))
    return -distance - sumOfSquares(physics.ctrl)
  },
}

/** A place for the target, uniform within a circle around the arm's foot. */
function placeGoal(random: Pcg64, qpos: Float64Array): void {
  do {
    for (let i = 2; i < 4; i++) qpos[i] = random.uniform(-GOAL_RADIUS, GOAL_RADIUS)
  } while (!(Math.hypot(qpos[2], qpos[3]) < GOAL_RADIUS))
}

/** One coordinate, in m, of the way from the target to the tip. */
function fromTarget({ xpos }: Physics, axis: number): number {
  return xpos[3 * FINGERTIP + axis] - xpos[3 * TARGET + axis]
}
