import { sideView } from './camera.ts'
import { againstX, type Body, capsule, colours, type GeomSettings, hinge, plane, slide } from './model.ts'
import { put, sumOfSquares, type Task, uniformStart } from './task.ts'

const free = { armature: 0, damping: 0 }

/**
 * A torso on two legs in a plane, to walk along x.
 *
 * Observation [17]: height, angles of torso, of right thigh, leg, foot, of left thigh, leg, foot; the nine velocities, x first,
 * clipped to ±10. Reward: velocity along x + 1 if healthy − 0.001 Σ controls². Terminates when not healthy: height not within 0.8
 * and 2 m, or torso not within ±1 rad.
 */
export const walker2d: Task = {
  id: 'Walker2d-v5',
  about: 'MuJoCo: a torso on two legs walks forwards in a plane; ends when it falls, at most 1000 steps.',
  model: {
    compiler: { angle: 'degree' },
    option: { timestep: 0.002, integrator: 'RK4' },
    joint: { armature: 0.01, damping: 0.1 },
    geom: { contype: 1, conaffinity: 0, condim: 3, friction: [0.7, 0.1, 0.1] },
    world: [plane([40, 40, 40], { conaffinity: 1 })],
    bodies: [
      {
        name: 'torso',
        pos: [0, 0, 1.25],
        joints: [
          slide('rootx', [1, 0, 0], { pos: [0, 0, -1.25], ...free }),
          slide('rootz', [0, 0, 1], { pos: [0, 0, -1.25], ref: 1.25, ...free }),
          hinge('rooty', [0, 1, 0], free),
        ],
        geoms: [capsule(0.05, 0.2, { friction: [0.9] })],
        bodies: [leg(''), leg('_left', { rgba: colours.other })],
      },
    ],
    motors: ['', '_left'].flatMap((side) =>
      ['thigh', 'leg', 'foot'].map((part): [string, number] => [`${part}${side}_joint`, 100]),
    ),
    bound: 1,
  },
  frameSkip: 4,
  maxSteps: 1000,
  observationSize: 17,
  camera: sideView(0.75, 2.2),
  start: uniformStart(0.005),
  observe({ qpos, qvel }, into) {
    put(into, put(into, 0, qpos, 1), qvel, 0, 10)
  },
  terminated: ({ qpos }) => !(qpos[1] > 0.8 && qpos[1] < 2 && Math.abs(qpos[2]) < 1),
  x: ({ qpos }) => qpos[0],
  reward: ({ ctrl }, xVelocity, terminated) => xVelocity + (terminated ? 0 : 1) - 1e-3 * sumOfSquares(ctrl),
}

function leg(side: '' | '_left', more: GeomSettings = {}): Body {
  return {
    name: `thigh${side}`,
    pos: [0, 0, -0.2],
    joints: [hinge(`thigh${side}_joint`, [0, -1, 0], { range: [-150, 0] })],
    geoms: [capsule(0.05, 0.225, { pos: [0, 0, -0.225], friction: [0.9], ...more })],
    bodies: [
      {
        name: `leg${side}`,
        pos: [0, 0, -0.7],
        joints: [hinge(`leg${side}_joint`, [0, -1, 0], { pos: [0, 0, 0.25], range: [-150, 0] })],
        geoms: [capsule(0.04, 0.25, { friction: [0.9], ...more })],
        bodies: [
          {
            name: `foot${side}`,
            pos: [0.2, 0, -0.35],
            joints: [hinge(`foot${side}_joint`, [0, -1, 0], { pos: [-0.2, 0, 0.1], range: [-45, 45] })],
            geoms: [
              capsule(0.06, 0.1, {
                pos: [-0.1, 0, 0.1],
                quat: againstX,
                friction: [1.9],
                ...more,
              }),
            ],
          },
        ],
      },
    ],
  }
}
