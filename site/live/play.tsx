/** CartPole, drawn by itself: played by a policy, or by chance as long as there is none. */
import { useEffect, useRef } from 'preact/hooks'
import { CartPole } from '../../src/envs/classic/cartpole.ts'
import { Pcg64, type Policy } from '../../src/index.ts'

export function CartPolePlay({ policy }: { readonly policy: Policy | undefined }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    const element = canvas.current as HTMLCanvasElement
    const context = element.getContext('2d')
    if (!context) return
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches
    const env = new CartPole()
    const random = Pcg64.fromSeed(1)
    let observation = env.reset(1)
    let frame = 0
    let before = 0
    const paint = () => {
      const ratio = devicePixelRatio
      element.width = element.clientWidth * ratio
      element.height = element.clientHeight * ratio
      context.setTransform(ratio, 0, 0, ratio, 0, 0)
      env.draw(context, { width: element.clientWidth, height: element.clientHeight })
    }
    const play = (now: number) => {
      frame = requestAnimationFrame(play)
      if (now - before < 1000 / env.frameRate) return
      before = now
      const action = policy ? policy.act(observation, { deterministic: true }) : random.integers(0, 2)
      const step = env.step(action)
      observation = step.terminated || step.truncated ? env.reset() : step.observation
      paint()
    }
    if (still) paint()
    else frame = requestAnimationFrame(play)
    return () => cancelAnimationFrame(frame)
  }, [policy])
  return (
    <canvas
      ref={canvas}
      class="play"
      role="img"
      aria-label={policy ? 'CartPole, played by the policy that was trained' : 'CartPole, played by chance'}
    />
  )
}
