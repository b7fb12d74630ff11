import { sideView } from './camera.ts'
import { alongX, capsule, colours, hinge, limb, slide } from './model.ts'
import { allFinite, put, type Task, uniformStart } from './task.ts'

const ANGLE_LIMIT = 0.2 // rad

/**
 * A pole hinged on a cart, to be kept upright by pushing the cart.
 *
 * Observation [4]: cart position, pole angle; their velocities. Reward: 1 a step, 0 for the one that terminates. Terminates when
 * the pole is more than 0.2 rad from upright.
 */
export const invertedPendulum: Task = {
  id: 'InvertedPendulum-v5',
  about: 'MuJoCo: keep a pole upright on a cart by pushing it; a reward of 1 a step, at most 1000.',
  model: {
    compiler: { angle: 'degree' },
    option: { timestep: 0.02, integrator: 'RK4' },
    joint: { damping: 1 },
    geom: { contype: 0, friction: [1, 0.1, 0.1] },
    world: [capsule(0.02, 1, { quat: alongX, rgba: colours.floor })],
    bodies: [
      {
        name: 'cart',
        pos: [0, 0, 0],
        joints: [slide('slider', [1, 0, 0], { range: [-1, 1] })],
        geoms: [capsule(0.1, 0.1, { quat: alongX })],
        bodies: [
          {
            name: 'pole',
            pos: [0, 0, 0],
            joints: [hinge('hinge', [0, 1, 0], { range: [-90, 90] })],
            geoms: [limb(0.049, [0, 0, 0], [0.001, 0, 0.6], { rgba: colours.other })],
          },
        ],
      },
    ],
    motors: [['slider', 100]],
    bound: 3,
  },
  frameSkip: 2,
  maxSteps: 1000,
  observationSize: 4,
  camera: sideView(0.2, 1.5, { follows: false, rise: 0, tile: 0 }),
  start: uniformStart(0.01),
  observe({ qpos, qvel }, into) {
    put(into, put(into, 0, qpos), qvel)
  },
  terminated({ qpos, qvel }) {
    return !(allFinite(qpos) && allFinite(qvel)) || Math.abs(qpos[1]) > ANGLE_LIMIT
  },
  reward: (_physics, _xVelocity, terminated) => (terminated ? 0 : 1),
}
