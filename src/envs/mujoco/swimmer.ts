import { topView } from './camera.ts'
import { hinge, limb, plane, slide } from './model.ts'
import { put, sumOfSquares, type Task, uniformStart } from './task.ts'

/**
 * A snake of three links in a fluid, to swim along x.
 *
 * Observation [8]: the first link's angle, the two joints' angles; velocities of the first link along x and y, then of the angles.
 * Reward: velocity along x − 0.0001 Σ controls². Never terminates.
 */
export const swimmer: Task = {
  id: 'Swimmer-v5',
  about: 'MuJoCo: a snake of three links swims forwards by bending its two joints; 1000 steps.',
  model: {
    compiler: { angle: 'degree' },
    option: { timestep: 0.01, integrator: 'RK4', density: 4000, viscosity: 0.1 },
    joint: { armature: 0.1 },
    geom: { contype: 0, conaffinity: 0, condim: 1 },
    world: [plane([40, 40, 0.1], { pos: [0, 0, -0.1], condim: 3 })],
    bodies: [
      {
        name: 'torso',
        pos: [0, 0, 0],
        joints: [slide('slider1', [1, 0, 0]), slide('slider2', [0, 1, 0]), hinge('free_body_rot', [0, 0, 1])],
        geoms: [limb(0.1, [1.5, 0, 0], [0.5, 0, 0])],
        bodies: [
          {
            name: 'mid',
            pos: [0.5, 0, 0],
            joints: [hinge('motor1_rot', [0, 0, 1], { range: [-100, 100] })],
            geoms: [limb(0.1, [0, 0, 0], [-1, 0, 0])],
            bodies: [
              {
                name: 'back',
                pos: [-1, 0, 0],
                joints: [hinge('motor2_rot', [0, 0, 1], { range: [-100, 100] })],
                geoms: [limb(0.1, [0, 0, 0], [-1, 0, 0])],
              },
            ],
          },
        ],
      },
    ],
    motors: [
      ['motor1_rot', 150],
      ['motor2_rot', 150],
    ],
    bound: 1,
  },
  frameSkip: 4,
  maxSteps: 1000,
  observationSize: 8,
  camera: topView(3),
  start: uniformStart(0.1),
  observe({ qpos, qvel }, into) {
    put(into, put(into, 0, qpos, 2), qvel)
  },
  terminated: () => false,
  x: ({ qpos }) => qpos[0],
  reward: ({ ctrl }, xVelocity) => xVelocity - 1e-4 * sumOfSquares(ctrl),
}
