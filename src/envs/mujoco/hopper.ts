import { sideView } from './camera.ts'
import { againstX, capsule, hinge, plane, slide } from './model.ts'
import type { Physics } from './simulation.ts'
import { put, sumOfSquares, type Task, uniformStart } from './task.ts'

/**
 * A leg in a plane, to hop along x.
 *
 * Observation [11]: height, angles of torso, thigh, leg, foot; the six velocities, x first, clipped to ±10. Reward: velocity along
 * x + 1 if healthy − 0.001 Σ controls². Terminates when not healthy: height no more than 0.7 m, torso not within ±0.2 rad, or any
 * other position or velocity not within ±100.
 */
export const hopper: Task = {
  id: 'Hopper-v5',
  about: 'MuJoCo: a leg with three joints hops forwards; ends when it falls, at most 1000 steps.',
  model: {
    compiler: { angle: 'degree' },
    option: { timestep: 0.002, integrator: 'RK4' },
    joint: { armature: 1, damping: 1 },
    geom: {
      conaffinity: 1,
      condim: 1,
      contype: 1,
      margin: 0.001,
      solimp: [0.8, 0.8, 0.01],
      friction: [1, 0.005, 0.0001],
    },
    world: [plane([20, 20, 0.125], { condim: 3 })],
    bodies: [
      {
        name: 'torso',
        pos: [0, 0, 1.25],
        joints: [
          slide('rootx', [1, 0, 0], { pos: [0, 0, -1.25], armature: 0, damping: 0 }),
          slide('rootz', [0, 0, 1], { pos: [0, 0, -1.25], ref: 1.25, armature: 0, damping: 0 }),
          hinge('rooty', [0, 1, 0], { armature: 0, damping: 0 }),
        ],
        geoms: [capsule(0.05, 0.2, { friction: [0.9] })],
        bodies: [
          {
            name: 'thigh',
            pos: [0, 0, -0.2],
            joints: [hinge('thigh_joint', [0, -1, 0], { range: [-150, 0] })],
            geoms: [capsule(0.05, 0.225, { pos: [0, 0, -0.225], friction: [0.9] })],
            bodies: [
              {
                name: 'leg',
                pos: [0, 0, -0.7],
                joints: [hinge('leg_joint', [0, -1, 0], { pos: [0, 0, 0.25], range: [-150, 0] })],
                geoms: [capsule(0.04, 0.25, { friction: [0.9] })],
                bodies: [
                  {
                    name: 'foot',
                    pos: [0.13, 0, -0.35],
                    joints: [hinge('foot_joint', [0, -1, 0], { pos: [-0.13, 0, 0.1], range: [-45, 45] })],
                    geoms: [
                      capsule(0.06, 0.195, {
                        pos: [-0.065, 0, 0.1],
                        quat: againstX,
                        friction: [2],
                      }),
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
      ['thigh_joint', 200],
      ['leg_joint', 200],
      ['foot_joint', 200],
    ],
    bound: 1,
  },
  frameSkip: 4,
  maxSteps: 1000,
  observationSize: 11,
  camera: sideView(0.75, 2.2),
  start: uniformStart(0.005),
  observe({ qpos, qvel }, into) {
    put(into, put(into, 0, qpos, 1), qvel, 0, 10)
  },
  terminated: (physics) => !isHealthy(physics),
  x: ({ qpos }) => qpos[0],
  reward: ({ ctrl }, xVelocity, terminated) => xVelocity + (terminated ? 0 : 1) - 1e-3 * sumOfSquares(ctrl),
}

function isHealthy({ qpos, qvel }: Physics): boolean {
  for (let i = 2; i < qpos.length; i++) if (!(Math.abs(qpos[i]) < 100)) return false
  for (let i = 0; i < qvel.length; i++) if (!(Math.abs(qvel[i]) < 100)) return false
  return qpos[1] > 0.7 && Math.abs(qpos[2]) < 0.2
}
