/** Draws a scene on a canvas. */

import { figure } from '../../ui/numbers.ts'
import { colour } from '../../ui/theme.ts'
import { type Triangle, toScreen } from './geometry.ts'
import type { Path } from './paths.ts'
import type { Scene } from './scene.ts'
import type { FlowState } from './state.ts'
import type { Three } from './update.ts'

const corners: readonly Three[] = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
]

type Context = CanvasRenderingContext2D

export function drawScene(
  context: Context,
  triangle: Triangle,
  scene: Scene,
  state: FlowState,
  ink: string,
): void {
  isolines(context, triangle, state.rewards)
  outline(context, triangle, state.rewards)
  arrows(context, triangle, scene)
  for (const path of scene.paths) {
    trace(context, triangle, path, ink, 1.25, 0.5)
    dot(context, triangle, path.policies.at(-1) as Three, ink, 2)
  }
  trace(context, triangle, scene.followed, ink, 2.75, 1)
  if (state.regime === 'stale') refreshes(context, triangle, scene.followed, state.reuse, ink)
  if (scene.target) diamond(context, triangle, scene.target.policy)
  if (scene.rest) ring(context, triangle, scene.rest, ink)
  if (state.regime === 'off') handle(context, triangle, state.behaviour, 'μ', colour('--muted'))
  handle(context, triangle, state.start, 'π', ink)
}

/** Lines of equal expected reward: straight, as it is linear in π. */
function isolines(context: Context, triangle: Triangle, rewards: Three): void {
  const [low, high] = [Math.min(...rewards), Math.max(...rewards)]
  if (high === low) return
  context.save()
  context.strokeStyle = colour('--rule')
  context.lineWidth = 1
  context.beginPath()
  for (let i = 1; i < 10; i++) {
    const level = low + ((high - low) * i) / 10
    const crossings = edges.flatMap(([one, other]) => {
      const along = (level - rewards[one]) / (rewards[other] - rewards[one])
      if (!(along >= 0 && along <= 1)) return []
      return [
        corners[one].map((share, arm) => share + along * (corners[other][arm] - share)) as unknown as Three,
      ]
    })
    if (crossings.length < 2) continue
    context.moveTo(...toScreen(triangle, crossings[0]))
    context.lineTo(...toScreen(triangle, crossings[1]))
  }
  context.stroke()
  context.restore()
}

const edges: readonly (readonly [number, number])[] = [
  [0, 1],
  [1, 2],
  [0, 2],
]

function outline(context: Context, triangle: Triangle, rewards: Three): void {
  const points = corners.map((corner) => toScreen(triangle, corner))
  context.strokeStyle = colour('--muted')
  context.lineWidth = 1
  context.beginPath()
  for (const [x, y] of points) context.lineTo(x, y)
  context.closePath()
  context.stroke()
  context.fillStyle = colour('--muted')
  context.font = `12px ${colour('--sans')}`
  const name = (arm: number) => `arm ${arm + 1} · ${figure(rewards[arm])}`
  context.textAlign = 'center'
  context.textBaseline = 'bottom'
  context.fillText(name(0), points[0][0], points[0][1] - 8)
  context.textBaseline = 'top'
  context.textAlign = 'right'
  context.fillText(name(1), points[1][0], points[1][1] + 9)
  context.textAlign = 'left'
  context.fillText(name(2), points[2][0], points[2][1] + 9)
}

/** Arrows of one length; their strength is the speed, in units of the field's upper range. */
function arrows(context: Context, triangle: Triangle, { arrows }: Scene): void {
  const speeds = arrows.map(({ speed }) => speed).sort((a, b) => a - b)
  const fast = Math.max(1e-9, speeds[Math.floor(0.9 * (speeds.length - 1))])
  const length = triangle.side / 34
  context.save()
  context.strokeStyle = colour('--ink')
  context.fillStyle = colour('--ink')
  context.lineWidth = 1
  for (const { at, along, speed } of arrows) {
    const [x, y] = toScreen(triangle, at)
    if (speed < 1e-6 * fast || speed < 1e-7) {
      context.globalAlpha = 0.25
      context.fillRect(x - 0.75, y - 0.75, 1.5, 1.5)
      continue
    }
    const [dx, dy] = onScreen(along)
    const size = length / Math.hypot(dx, dy)
    const [ux, uy] = [dx * size, dy * size]
    context.globalAlpha = 0.12 + 0.5 * Math.min(1, Math.sqrt(speed / fast))
    context.beginPath()
    context.moveTo(x - ux, y - uy)
    context.lineTo(x + ux, y + uy)
    context.moveTo(x + 0.35 * ux - 0.4 * uy, y + 0.35 * uy + 0.4 * ux)
    context.lineTo(x + ux, y + uy)
    context.lineTo(x + 0.35 * ux + 0.4 * uy, y + 0.35 * uy - 0.4 * ux)
    context.stroke()
  }
  context.restore()
}

/** A change of policy as a direction on the screen, in units of a side. */
const onScreen = (change: Three): [number, number] => [
  change[1] + change[0] / 2,
  (-Math.sqrt(3) / 2) * change[0],
]

function trace(
  context: Context,
  triangle: Triangle,
  { policies }: Path,
  ink: string,
  width: number,
  alpha: number,
): void {
  context.save()
  context.strokeStyle = ink
  context.globalAlpha = alpha
  context.lineWidth = width
  context.lineJoin = 'round'
  context.lineCap = 'round'
  context.beginPath()
  for (const policy of policies) context.lineTo(...toScreen(triangle, policy))
  context.stroke()
  context.restore()
}

/** A point wherever fresh data came in. */
function refreshes(
  context: Context,
  triangle: Triangle,
  { policies }: Path,
  reuse: number,
  ink: string,
): void {
  for (let i = reuse; i < policies.length; i += reuse) dot(context, triangle, policies[i], ink, 3)
}

function dot(context: Context, triangle: Triangle, policy: Three, ink: string, radius: number): void {
  context.fillStyle = ink
  context.beginPath()
  context.arc(...toScreen(triangle, policy), radius, 0, 2 * Math.PI)
  context.fill()
}

function ring(context: Context, triangle: Triangle, policy: Three, ink: string): void {
  context.fillStyle = colour('--paper')
  context.strokeStyle = ink
  context.lineWidth = 2.5
  context.beginPath()
  context.arc(...toScreen(triangle, policy), 5, 0, 2 * Math.PI)
  context.fill()
  context.stroke()
}

function diamond(context: Context, triangle: Triangle, policy: Three): void {
  const [x, y] = toScreen(triangle, policy)
  context.strokeStyle = colour('--ink')
  context.lineWidth = 1.5
  context.beginPath()
  context.moveTo(x, y - 10)
  context.lineTo(x + 10, y)
  context.lineTo(x, y + 10)
  context.lineTo(x - 10, y)
  context.closePath()
  context.stroke()
}

/** A policy that can be dragged. */
function handle(context: Context, triangle: Triangle, policy: Three, name: string, ink: string): void {
  const [x, y] = toScreen(triangle, policy)
  context.fillStyle = colour('--paper')
  context.strokeStyle = ink
  context.lineWidth = 1.5
  context.beginPath()
  context.arc(x, y, 9.5, 0, 2 * Math.PI)
  context.fill()
  context.stroke()
  context.fillStyle = ink
  context.font = `italic 15px ${colour('--math')}`
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  context.fillText(name, x, y)
}
