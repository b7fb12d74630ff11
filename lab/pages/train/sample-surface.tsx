/** The samples of the latest rollout on the surface f(Δo, Δr): which push, which way, and which are cut off. */
import { useCallback, useMemo, useRef } from 'preact/hooks'
import { formulaScale } from '../../../src/formulas/index.ts'
import { settingsAt } from '../../../src/training/settings-at.ts'
import { isCode, scaleOf, type Update } from '../../../src/updates/index.ts'
import { landmarksOf } from '../../points/landmarks.ts'
import { axes, axisNames, type Frame, hatch, margin, paint, placeIn, zeroLine } from '../../points/surface.ts'
import { Drawing } from '../../ui/drawing.tsx'
import { Panel } from '../../ui/panel.tsx'
import { colour, isDark } from '../../ui/theme.ts'
import { WhileSeen } from '../../ui/while-seen.tsx'
import type { PageRun } from './runs.ts'
import type { Samples } from './samples.ts'
import { setup } from './setup.ts'

/** Half of what may be shown, logits; the least holds the usual trust regions. */
const SPANS = [0.3, 0.5, 1, 2, 5, 10, 20, 50, 100]
/** A push below this is none. */
const NOTHING = 1e-9

export function SampleSurface({ run }: { readonly run: PageRun | undefined }) {
  // Before there is a run, the surface of the one that would be.
  const config = run?.facts.value?.config ?? setup().configs[0]
  const update = config && settingsAt(config, run?.latest?.step ?? 0).update
  const samples = run?.samples.value
  return (
    <Panel title="What f makes of the samples" class="samples" aside={<Counts samples={samples} />}>
      {update && !isCode(update) ? (
        <WhileSeen>{() => <Surface update={update} samples={samples} />}</WhileSeen>
      ) : (
        <div class="drawing empty" style={{ aspectRatio: '2.2' }} />
      )}
      <p class="note">
        Each dot is a sampled action, after the update's last step: Δo is how far the policy has moved on it
        since it was collected, Δr how far the evidence says it should. Hollow dots are cut off: they push no
        more.
      </p>
    </Panel>
  )
}

function Counts({ samples }: { readonly samples: Samples | undefined }) {
  const counts = { up: 0, down: 0, off: 0 }
  for (const push of samples?.push ?? []) counts[kindOf(push)]++
  return (
    <ul class="legend counts">
      <li>
        <Dot kind="up" />{' '}
        <output aria-live="off" aria-label="samples pushed up">
          {counts.up}
        </output>{' '}
        pushed up
      </li>
      <li>
        <Dot kind="down" />{' '}
        <output aria-live="off" aria-label="samples pushed down">
          {counts.down}
        </output>{' '}
        pushed down
      </li>
      <li>
        <Dot kind="off" />{' '}
        <output aria-live="off" aria-label="samples cut off">
          {counts.off}
        </output>{' '}
        cut off
      </li>
    </ul>
  )
}

type Kind = 'up' | 'down' | 'off'
const kindOf = (push: number): Kind => (push > NOTHING ? 'up' : push < -NOTHING ? 'down' : 'off')
const Dot = ({ kind }: { readonly kind: Kind }) => <span class={`dot ${kind}`} />

function Surface({ update, samples }: { readonly update: Update; readonly samples: Samples | undefined }) {
  const dark = isDark()
  const spanO = useSpan(samples?.deltaO, 0.5)
  const spanR = useSpan(samples?.deltaR, 5)
  const ground = useGround(update, spanO, spanR, dark)
  const draw = useCallback(
    (context: CanvasRenderingContext2D, width: number, height: number) => {
      const frame = ground(context, width, height)
      context.save()
      context.translate(margin.left, margin.top)
      if (samples) drawSamples(context, frame, samples)
      context.restore()
    },
    [ground, samples],
  )
  return <Drawing label={`samples on the surface of ${update.name}`} aspect={2.2} draw={draw} />
}

/**
 * A round span that holds nearly all values; it grows at once and shrinks only when there is much room.
 *
 * @param before the span before there are values.
 */
function useSpan(values: Float32Array | undefined, before: number): number {
  const span = useRef(0)
  if (values) {
    const sizes = Float32Array.from(values, Math.abs).sort()
    const most = sizes[Math.floor(0.98 * (sizes.length - 1))]
    const fitting = SPANS.find((one) => one >= 1.05 * most) ?? SPANS[SPANS.length - 1]
    if (fitting > span.current || most < 0.3 * span.current) span.current = fitting
  }
  return span.current || before
}

/** Draws what lies below the samples, and says where; it is painted anew only when it becomes another. */
function useGround(update: Update, spanO: number, spanR: number, dark: boolean) {
  const key = JSON.stringify([update.scale, spanO, spanR, dark])
  // `key` stands for all of them.
  return useMemo(() => {
    let painted: OffscreenCanvas | undefined
    return (context: CanvasRenderingContext2D, width: number, height: number): Frame => {
      const frame = {
        width: width - margin.left - margin.right,
        height: height - margin.top - margin.bottom,
        spanO,
        spanR,
      }
      const { width: across, height: down } = context.canvas
      if (painted?.width !== across || painted.height !== down)
        painted = paintGround(update, frame, [across, down], width)
      context.drawImage(painted, 0, 0, width, height)
      return frame
    }
  }, [key])
}

function paintGround(
  update: Update,
  frame: Frame,
  [across, down]: [number, number],
  width: number,
): OffscreenCanvas {
  const canvas = new OffscreenCanvas(across, down)
  const context = canvas.getContext('2d') as unknown as CanvasRenderingContext2D
  context.scale(across / width, across / width)
  context.translate(margin.left, margin.top)
  const f = formulaScale(update) ?? scaleOf(update)
  const landmarks = landmarksOf(update, f)
  paint(context, frame, f, isDark())
  hatch(context, frame, landmarks)
  zeroLine(context, frame, landmarks)
  axes(context, frame, axisNames[update.reference])
  return canvas
}

function drawSamples(
  context: CanvasRenderingContext2D,
  frame: Frame,
  { deltaO, deltaR, push }: Samples,
): void {
  const colours = { up: colour('--up'), down: colour('--down'), off: colour('--paper') }
  const rim = { up: colour('--paper'), down: colour('--paper'), off: colour('--ink') }
  const { width, height } = frame
  context.lineWidth = 1
  for (let i = 0; i < push.length; i++) {
    const [x, y] = placeIn(frame, deltaO[i], deltaR[i])
    const kind = kindOf(push[i])
    context.beginPath()
    context.arc(Math.max(0, Math.min(width, x)), Math.max(0, Math.min(height, y)), 3, 0, 2 * Math.PI)
    context.fillStyle = colours[kind]
    context.strokeStyle = rim[kind]
    context.fill()
    context.stroke()
  }
}
