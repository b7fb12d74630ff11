import { colours, hinge, type Joint, limb, type ModelFacts, plane, sphere, type Vector } from './model.ts'

const left = { rgba: colours.other }

/** The body of Humanoid-v5. Its sides are not mirror images in every number. Gymnasium's two tendons do nothing and are left out. */
export const humanoidModel: ModelFacts = {
  compiler: { angle: 'degree' },
  option: { timestep: 0.003, integrator: 'RK4', solver: 'PGS', iterations: 50 },
  geom: { contype: 1, conaffinity: 1, condim: 1, margin: 0.001 },
  world: [plane([20, 20, 0.125], { condim: 3, friction: [1, 0.1, 0.1] })],
  bodies: [
    {
      name: 'torso',
      pos: [0, 0, 1.4],
      joints: [{ type: 'free', name: 'root' }],
      geoms: [
        limb(0.07, [0, -0.07, 0], [0, 0.07, 0]),
        sphere(0.09, { pos: [0, 0, 0.19] }),
        limb(0.06, [-0.01, -0.06, -0.12], [-0.01, 0.06, -0.12]),
      ],
      bodies: [
        {
          name: 'lwaist',
          pos: [-0.01, 0, -0.26],
          quat: [1, 0, -0.002, 0],
          joints: [
            joint('abdomen_z', [0, 0, 1], [-45, 45], 0.02, 5, 20, [0, 0, 0.065]),
            joint('abdomen_y', [0, 1, 0], [-75, 30], 0.02, 5, 10, [0, 0, 0.065]),
          ],
          geoms: [limb(0.06, [0, -0.06, 0], [0, 0.06, 0])],
          bodies: [
            {
              name: 'pelvis',
              pos: [0, 0, -0.165],
              quat: [1, 0, -0.002, 0],
              joints: [joint('abdomen_x', [1, 0, 0], [-35, 35], 0.02, 5, 10, [0, 0, 0.1])],
              geoms: [limb(0.09, [-0.02, -0.07, 0], [-0.02, 0.07, 0])],
              bodies: [
                {
                  name: 'right_thigh',
                  pos: [0, -0.1, -0.04],
                  joints: [
                    joint('right_hip_x', [1, 0, 0], [-25, 5], 0.01, 5, 10),
                    joint('right_hip_z', [0, 0, 1], [-60, 35], 0.01, 5, 10),
                    joint('right_hip_y', [0, 1, 0], [-110, 20], 0.008, 5, 20),
                  ],
                  geoms: [limb(0.06, [0, 0, 0], [0, 0.01, -0.34])],
                  bodies: [
                    {
                      name: 'right_shin',
                      pos: [0, 0.01, -0.403],
                      joints: [joint('right_knee', [0, -1, 0], [-160, -2], 0.006, 1, 0, [0, 0, 0.02])],
                      geoms: [limb(0.049, [0, 0, 0], [0, 0, -0.3])],
                      bodies: [
                        {
                          name: 'right_foot',
                          pos: [0, 0, -0.45],
                          geoms: [sphere(0.075, { pos: [0, 0, 0.1] })],
                        },
                      ],
                    },
                  ],
                },
                {
                  name: 'left_thigh',
                  pos: [0, 0.1, -0.04],
                  joints: [
                    joint('left_hip_x', [-1, 0, 0], [-25, 5], 0.01, 5, 10),
                    joint('left_hip_z', [0, 0, -1], [-60, 35], 0.01, 5, 10),
                    joint('left_hip_y', [0, 1, 0], [-110, 20], 0.01, 5, 20),
                  ],
                  geoms: [limb(0.06, [0, 0, 0], [0, -0.01, -0.34], left)],
                  bodies: [
                    {
                      name: 'left_shin',
                      pos: [0, -0.01, -0.403],
                      joints: [joint('left_knee', [0, -1, 0], [-160, -2], 0.006, 1, 1, [0, 0, 0.02])],
                      geoms: [limb(0.049, [0, 0, 0], [0, 0, -0.3], left)],
                      bodies: [
                        {
                          name: 'left_foot',
                          pos: [0, 0, -0.45],
                          geoms: [sphere(0.075, { pos: [0, 0, 0.1], ...left })],
                        },
                      ],
                    },
                  ],
                },
              ],
            },
          ],
        },
        {
          name: 'right_upper_arm',
          pos: [0, -0.17, 0.06],
          joints: [
            joint('right_shoulder1', [2, 1, 1], [-85, 60], 0.0068, 1, 1),
            joint('right_shoulder2', [0, -1, 1], [-85, 60], 0.0051, 1, 1),
          ],
          geoms: [limb(0.04, [0, 0, 0], [0.16, -0.16, -0.16])],
          bodies: [
            {
              name: 'right_lower_arm',
              pos: [0.18, -0.18, -0.18],
              joints: [joint('right_elbow', [0, -1, 1], [-90, 50], 0.0028, 1, 0)],
              geoms: [
                limb(0.031, [0.01, 0.01, 0.01], [0.17, 0.17, 0.17]),
                sphere(0.04, { pos: [0.18, 0.18, 0.18] }),
              ],
            },
          ],
        },
        {
          name: 'left_upper_arm',
          pos: [0, 0.17, 0.06],
          joints: [
            joint('left_shoulder1', [2, -1, 1], [-60, 85], 0.0068, 1, 1),
            joint('left_shoulder2', [0, 1, 1], [-60, 85], 0.0051, 1, 1),
          ],
          geoms: [limb(0.04, [0, 0, 0], [0.16, 0.16, -0.16], left)],
          bodies: [
            {
              name: 'left_lower_arm',
              pos: [0.18, 0.18, -0.18],
              joints: [joint('left_elbow', [0, -1, -1], [-90, 50], 0.0028, 1, 0)],
              geoms: [
                limb(0.031, [0.01, -0.01, 0.01], [0.17, -0.17, 0.17], left),
                sphere(0.04, { pos: [0.18, -0.18, 0.18], ...left }),
              ],
            },
          ],
        },
      ],
    },
  ],
  motors: [
    ['abdomen_y', 100],
    ['abdomen_z', 100],
    ['abdomen_x', 100],
    ['right_hip_x', 100],
    ['right_hip_z', 100],
    ['right_hip_y', 300],
    ['right_knee', 200],
    ['left_hip_x', 100],
    ['left_hip_z', 100],
    ['left_hip_y', 300],
    ['left_knee', 200],
    ['right_shoulder1', 25],
    ['right_shoulder2', 25],
    ['right_elbow', 25],
    ['left_shoulder1', 25],
    ['left_shoulder2', 25],
    ['left_elbow', 25],
  ],
  bound: 0.4,
}

/** A row of the table of hinges; `pos` is the body's origin where it isn't given. */
function joint(
  name: string,
  axis: Vector,
  range: readonly [number, number],
  armature: number,
  damping: number,
  stiffness: number,
  pos: Vector = [0, 0, 0],
): Joint {
  return hinge(name, axis, { range, armature, damping, stiffness, pos })
}
