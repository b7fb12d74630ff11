import { sideView } from './camera.ts'
import { alongX, capsule, colours, hinge, limb, plane, slide } from './model.ts'
import { clip, normalStart, put, type Task } from './task.ts'

const TIP_LIMIT = 1 // m; 1.2 is upright

/**
 * Two poles, one on the other, to be kept upright by pushing the cart that the lower one is hinged on.
 *
 * Observation [9]: cart position; sines, then cosines of the poles' angles; the three velocities and the force of the cart's limits,
 * each clipped to ±10. Reward, with the tip at (x, z) and the poles' velocities v: 10 − 0.01 x² − (z − 2)² − 0.001 v₁² − 0.005 v₂²,
 * without the 10 for the step that terminates. Terminates when the tip is no higher than 1 m.
 */
export const invertedDoublePendulum: Task = {
  id: 'InvertedDoublePendulum-v5',
  about: 'MuJoCo: keep two poles, one on the other, upright on a cart by pushing it; at most 1000 steps.',
  model: {
    compiler: { angle: 'degree' },
    option: { timestep: 0.01, integrator: 'RK4', gravity: [1e-5, 0, -9.81] },
    joint: { damping: 0.05 },
    geom: { contype: 0, friction: [1, 0.1, 0.1] },
    world: [
      plane([40, 40, 40], { pos: [0, 0, -3] }),
      capsule(0.02, 1, { quat: alongX, rgba: colours.floor }),
    ],
    bodies: [
      {
        name: 'cart',
        pos: [0, 0, 0],
        joints: [slide('slider', [1, 0, 0], { range: [-1, 1], margin: 0.01 })],
        geoms: [capsule(0.1, 0.1, { quat: alongX })],
        bodies: [
          {
            name: 'pole',
            pos: [0, 0, 0],
            joints: [hinge('hinge', [0, 1, 0])],
            geoms: [limb(0.045, [0, 0, 0], [0, 0, 0.6], { rgba: colours.other })],
            bodies: [
              {
                name: 'pole2',
                pos: [0, 0, 0.6],
                joints: [hinge('hinge2', [0, 1, 0])],
                geoms: [limb(0.045, [0, 0, 0], [0, 0, 0.6], { rgba: colours.other })],
                sites: [{ name: 'tip', pos: [0, 0, 0.6] }],
              },
            ],
          },
        ],
      },
    ],
    motors: [['slider', 500]],
    bound: 1,
  },
  frameSkip: 5,
  maxSteps: 1000,
  observationSize: 9,
  camera: sideView(0.5, 1.9, { follows: false, rise: 0, tile: 0 }),
  start: normalStart(0.1),
  observe({ qpos, qvel, qfrcConstraint }, into) {
    into[0] = qpos[0]
    for (let pole = 1; pole <= 2; pole++) {
      into[pole] = Math.sin(qpos[pole])
      into[2 + pole] = Math.cos(qpos[pole])
    }
    put(into, 5, qvel, 0, 10)
    into[8] = clip(qfrcConstraint[0], 10)
  },
  terminated: ({ siteXpos }) => siteXpos[2] <= TIP_LIMIT,
  reward({ siteXpos, qvel }, _xVelocity, terminated) {
    const x = siteXpos[0]
    const z = siteXpos[2]
    const distance = 0.01 * x ** 2 + (z - 2) ** 2
    const velocity = 1e-3 * qvel[1] ** 2 + 5e-3 * qvel[2] ** 2
    return (terminated ? 0 : 10) - distance - velocity
  },
}
