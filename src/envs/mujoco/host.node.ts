/** MuJoCo's package, loaded by name when it is first needed. */
export const importMujoco = async () => (await import('@mujoco/mujoco')).default
