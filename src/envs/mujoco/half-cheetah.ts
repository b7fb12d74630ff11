import { sideView } from './camera.ts'
import { capsule, colours, hinge, limb, plane, slide } from './model.ts'
import { normalStart, put, sumOfSquares, type Task } from './task.ts'

const RADIUS = 0.046 // m, of every part
const free = { armature: 0, damping: 0, stiffness: 0 }
const front = { rgba: colours.other }

/**
 * A torso with a hind leg and a front leg in a plane, to run along x.
 *
 * Observation [17]: height (0 in the initial pose), angles of torso, of hind thigh, shin, foot, of front thigh, shin, foot; the nine
 * velocities, x first. Reward: velocity along x − 0.1 Σ controls². Never terminates.
 */
export const halfCheetah: Task = {
  id: 'HalfCheetah-v5',
  about: 'MuJoCo: a torso on two legs runs forwards in a plane, with six joints; 1000 steps.',
  model: {
    compiler: { angle: 'radian', settotalmass: 14 },
    option: { timestep: 0.01, integrator: 'Euler' },
    joint: { armature: 0.1, solimplimit: [0, 0.8, 0.03] },
    geom: { contype: 1, conaffinity: 0, condim: 3, friction: [0.4, 0.1, 0.1], solimp: [0, 0.8, 0.01] },
    world: [plane([40, 40, 40], { conaffinity: 1 })],
    bodies: [
      {
        name: 'torso',
        pos: [0, 0, 0.7],
        joints: [
          slide('rootx', [1, 0, 0], free),
          slide('rootz', [0, 0, 1], free),
          hinge('rooty', [0, 1, 0], free),
        ],
        geoms: [
          limb(RADIUS, [-0.5, 0, 0], [0.5, 0, 0]),
          capsule(RADIUS, 0.15, { pos: [0.6, 0, 0.1], axisangle: [0, 1, 0, 0.87] }),
        ],
        bodies: [
          {
            name: 'bthigh',
            pos: [-0.5, 0, 0],
            joints: [hinge('bthigh', [0, 1, 0], { range: [-0.52, 1.05], damping: 6, stiffness: 240 })],
            geoms: [capsule(RADIUS, 0.145, { pos: [0.1, 0, -0.13], axisangle: [0, 1, 0, -3.8] })],
            bodies: [
              {
                name: 'bshin',
                pos: [0.16, 0, -0.25],
                joints: [hinge('bshin', [0, 1, 0], { range: [-0.785, 0.785], damping: 4.5, stiffness: 180 })],
                geoms: [capsule(RADIUS, 0.15, { pos: [-0.14, 0, -0.07], axisangle: [0, 1, 0, -2.03] })],
                bodies: [
                  {
                    name: 'bfoot',
                    pos: [-0.28, 0, -0.14],
                    joints: [hinge('bfoot', [0, 1, 0], { range: [-0.4, 0.785], damping: 3, stiffness: 120 })],
                    geoms: [capsule(RADIUS, 0.094, { pos: [0.03, 0, -0.097], axisangle: [0, 1, 0, -0.27] })],
                  },
                ],
              },
            ],
          },
          {
            name: 'fthigh',
            pos: [0.5, 0, 0],
            joints: [hinge('fthigh', [0, 1, 0], { range: [-1, 0.7], damping: 4.5, stiffness: 180 })],
            geoms: [capsule(RADIUS, 0.133, { pos: [-0.07, 0, -0.12], axisangle: [0, 1, 0, 0.52], ...front })],
            bodies: [
              {
                name: 'fshin',
                pos: [-0.14, 0, -0.24],
                joints: [hinge('fshin', [0, 1, 0], { range: [-1.2, 0.87], damping: 3, stiffness: 120 })],
                geoms: [
                  capsule(RADIUS, 0.106, { pos: [0.065, 0, -0.09], axisangle: [0, 1, 0, -0.6], ...front }),
                ],
                bodies: [
                  {
                    name: 'ffoot',
                    pos: [0.13, 0, -0.18],
                    joints: [hinge('ffoot', [0, 1, 0], { range: [-0.5, 0.5], damping: 1.5, stiffness: 60 })],
                    geoms: [
                      capsule(RADIUS, 0.07, { pos: [0.045, 0, -0.07], axisangle: [0, 1, 0, -0.6], ...front }),
                    ],
                  },
                ],
              },
            ],
          },
        ],
      },
    ],
    motors: [
      ['bthigh', 120],
      ['bshin', 90],
      ['bfoot', 60],
      ['fthigh', 120],
      ['fshin', 60],
      ['ffoot', 30],
    ],
    bound: 1,
  },
  frameSkip: 5,
  maxSteps: 1000,
  observationSize: 17,
  camera: sideView(0.55, 1.8),
  start: normalStart(0.1),
  observe({ qpos, qvel }, into) {
    put(into, put(into, 0, qpos, 1), qvel)
  },
  terminated: () => false,
  x: ({ qpos }) => qpos[0],
  reward: ({ ctrl }, xVelocity) => xVelocity - 0.1 * sumOfSquares(ctrl),
}
