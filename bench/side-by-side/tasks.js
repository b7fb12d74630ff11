/** Settings that the peers have too, on top of formscale's defaults, which are CleanRL's `ppo.py`. */
export const tasks = {
  cartpole: { env: 'CartPole-v1' },
  halfcheetah: { env: 'HalfCheetah-v5', preset: 'cleanrl-mujoco' },
  pong: {
    env: 'gymnasium:ALE/Pong-v5?atariPreprocessing=true&frameStack=4&scaleObservations=true',
    preset: 'cleanrl-atari',
  },
  breakout: { env: 'MinAtar/Breakout-v1', preset: 'minatar-convolution' },
}
