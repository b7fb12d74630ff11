import { cornerView } from './camera.ts'
import { humanoidModel } from './humanoid-model.ts'
import { put, sumOfSquares, type Task, uniformStart } from './task.ts'

/**
 * A body with seventeen joints in legs, waist and arms, to walk along x without falling.
 *
 * Observation [348]: the torso's height and quaternion, the joints' angles; the torso's velocities along and around the axes, the
 * joints'; then of each of the thirteen bodies the inertia (ten numbers), of each the velocity (angular, linear); the motors' torques
 * on the joints; of each body torque and force from outside, all 0 at a reset. Reward: 1.25 times the velocity along x of the whole
 * body's centre of mass + 5 if healthy − 0.1 Σ controls² − at most 10 of 5·10⁻⁷ Σ (outside torques and forces)². Terminates when
 * not healthy: the torso's height not within 1 and 2 m.
 */
export const humanoid: Task = {
  id: 'Humanoid-v5',
  about: 'MuJoCo: a body with seventeen joints walks forwards; ends when it falls, at most 1000 steps.',
  model: humanoidModel,
  frameSkip: 5,
  maxSteps: 1000,
  observationSize: 348,
  camera: cornerView(0.85, 2.3, 12),
  forces: true,
  start: uniformStart(0.01),
  observe({ qpos, qvel, cinert, cvel, qfrcActuator, cfrcExt }, into) {
    let at = put(into, 0, qpos, 2)
    at = put(into, at, qvel)
    at = put(into, at, cinert, 10)
    at = put(into, at, cvel, 6)
    at = put(into, at, qfrcActuator, 6)
    put(into, at, cfrcExt, 6)
  },
  terminated: ({ qpos }) => !(qpos[2] > 1 && qpos[2] < 2),
  x({ bodyMass, xipos }) {
    let moment = 0
    let mass = 0
    for (let body = 0; body < bodyMass.length; body++) {
      moment += bodyMass[body] * xipos[3 * body]
      mass += bodyMass[body]
    }
    return moment / mass
  },
  reward({ ctrl, cfrcExt }, xVelocity, terminated) {
    const costs = 0.1 * sumOfSquares(ctrl) + Math.min(5e-7 * sumOfSquares(cfrcExt), 10)
    return 1.25 * xVelocity + (terminated ? 0 : 5) - costs
  },
}
