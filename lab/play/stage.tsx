/** Where an agent is seen playing. A worker plays and draws, so that the page stays free. */
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { Choice } from '../ui/controls.tsx'
import { figure } from '../ui/numbers.ts'
import type { Cast, Cue, Note, Orbit, StageSize } from './messages.ts'
import type { PolicyNumbers } from './policy-numbers.ts'
import './stage.css'

interface StageProps {
  /** What is seen, in words. */
  readonly label: string
  /** Who plays; a stage keeps its play, so another one needs another key. */
  readonly play: Cast | { readonly checkpoint: Uint8Array } | { readonly policy: Uint8Array }
  /** Newer ones of the policy's numbers. */
  readonly numbers?: PolicyNumbers | undefined
  /** Small, without the choices of how it is played. */
  readonly compact?: boolean
}

/** Times the environment's own pace. */
const speeds = ['0.25', '1', '4'] as const
type Speed = (typeof speeds)[number]

const STILL: Orbit = { azimuth: 0, elevation: 0, distance: 1 }

export function Stage({ label, play, numbers, compact = false }: StageProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const player = useRef<Worker | null>(null)
  const [score, setScore] = useState<(Note & { kind: 'score' }) | undefined>()
  const [problem, setProblem] = useState<string | undefined>()
  const [solid, setSolid] = useState(false)
  // Whoever asks for less motion starts the play himself.
  const [paused, setPaused] = useState(() => matchMedia('(prefers-reduced-motion: reduce)').matches)
  const [greedy, setGreedy] = useState(false)
  const [speed, setSpeed] = useState<Speed>('1')
  const orbit = useRef(STILL)
  const tell = (cue: Cue, transfer: Transferable[] = []) => player.current?.postMessage(cue, transfer)

  useLayoutEffect(() => {
    const element = canvas.current as HTMLCanvasElement
    const worker = new Worker(new URL('./player.worker.ts', import.meta.url), { type: 'module' })
    player.current = worker
    worker.onmessage = ({ data }: MessageEvent<Note>) => {
      if (data.kind === 'score') setScore(data)
      else if (data.kind === 'scene') setSolid(data.solid)
      else setProblem(data.message)
    }
    worker.onerror = ({ message }) => setProblem(message || 'the player could not be started')
    const off = element.transferControlToOffscreen()
    tell({ kind: 'canvas', canvas: off, size: sizeOf(element) }, [off])
    tell(firstCue(play))
    if (paused) tell({ kind: 'pause' })
    const observer = new ResizeObserver(() => tell({ kind: 'size', size: sizeOf(element) }))
    observer.observe(element)
    return () => {
      observer.disconnect()
      worker.terminate()
    }
  }, [])
  useEffect(() => {
    if (numbers) tell({ kind: 'numbers', numbers })
  }, [numbers])

  const turn = (change: Partial<Orbit>) => {
    const { azimuth, elevation, distance } = orbit.current
    orbit.current = {
      azimuth: azimuth + (change.azimuth ?? 0),
      elevation: elevation + (change.elevation ?? 0),
      distance: Math.max(0.3, Math.min(3, distance * (change.distance ?? 1))),
    }
    tell({ kind: 'orbit', orbit: orbit.current })
  }
  const handlers = solid && {
    tabIndex: 0,
    onPointerDown: (event: PointerEvent) =>
      (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId),
    onPointerMove: (event: PointerEvent) => {
      if ((event.currentTarget as HTMLElement).hasPointerCapture(event.pointerId))
        turn({ azimuth: -event.movementX / 150, elevation: event.movementY / 150 })
    },
    onKeyDown: (event: KeyboardEvent) => {
      const change = keys[event.key]
      if (!change) return
      event.preventDefault()
      turn(change)
    },
  }
  return (
    <div class="stage">
      <div class="picture">
        <canvas
          ref={canvas}
          role={solid ? 'application' : 'img'}
          aria-label={
            solid ? `${label}; drag or arrow keys turn it, plus and minus change the distance` : label
          }
          class={solid ? 'solid' : ''}
          {...handlers}
        />
        {problem && <p class="problem">{problem}</p>}
      </div>
      <div class="caption" hidden={problem !== undefined}>
        <span class="number" aria-live="off">
          {score
            ? `${compact ? '' : `Episode ${score.episode} · `}step ${score.step} · return ${figure(score.return)}`
            : paused
              ? 'Paused'
              : 'Getting ready …'}
        </span>
        <button
          type="button"
          class="plain"
          onClick={() => {
            tell({ kind: paused ? 'go' : 'pause' })
            setPaused(!paused)
          }}
        >
          {paused ? 'Play' : 'Freeze'}
        </button>
      </div>
      {!compact && (
        <div class="row manner">
          <Choice
            name="actions"
            value={greedy ? 'greedy' : 'sampled'}
            options={[
              { value: 'sampled', text: 'sampled' },
              { value: 'greedy', text: 'greedy' },
            ]}
            onChange={(how) => {
              setGreedy(how === 'greedy')
              tell({ kind: 'manner', greedy: how === 'greedy', speed: Number(speed) })
            }}
          />
          <Choice<Speed>
            name="speed of play"
            value={speed}
            options={speeds.map((value) => ({ value, text: `${value}×` }))}
            onChange={(next) => {
              setSpeed(next)
              tell({ kind: 'manner', greedy, speed: Number(next) })
            }}
          />
        </div>
      )}
    </div>
  )
}

function firstCue(play: StageProps['play']): Cue {
  if ('env' in play) return { kind: 'play', cast: play }
  if ('checkpoint' in play) return { kind: 'play checkpoint', bytes: play.checkpoint }
  return { kind: 'play policy', bytes: play.policy }
}

const keys: Readonly<Record<string, Partial<Orbit>>> = {
  ArrowLeft: { azimuth: 0.1 },
  ArrowRight: { azimuth: -0.1 },
  ArrowUp: { elevation: 0.08 },
  ArrowDown: { elevation: -0.08 },
  '+': { distance: 0.9 },
  '-': { distance: 1 / 0.9 },
}

function sizeOf(element: HTMLElement): StageSize {
  return { width: element.clientWidth, height: element.clientHeight, ratio: devicePixelRatio }
}
