/** A small surface, to tell members apart at a glance. */
import { useCallback } from 'preact/hooks'
import { landmarksOf } from '../../lab/points/landmarks.ts'
import { shownAt } from '../../lab/points/shown.ts'
import { hatch, paint, zeroLine } from '../../lab/points/surface.ts'
import { Drawing } from '../../lab/ui/drawing.tsx'
import { isDark } from '../../lab/ui/theme.ts'
import type { Attributes } from './element.ts'

export function LiveThumbnail({ update = 'ppo' }: Attributes) {
  const { point, f } = shownAt('a', update)
  const dark = isDark()
  const draw = useCallback(
    (context: CanvasRenderingContext2D, width: number, height: number) => {
      const frame = { width, height, spanO: 1, spanR: 2 }
      if (!f) return
      const landmarks = landmarksOf(point, f)
      paint(context, frame, f, dark)
      hatch(context, frame, landmarks)
      zeroLine(context, frame, landmarks)
    },
    [update, dark],
  )
  return <Drawing label={`f of ${update}`} aspect={1} draw={draw} />
}
