import type { CanvasHTMLAttributes } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { isDark } from './theme.ts'

interface DrawingProps extends Omit<CanvasHTMLAttributes<HTMLCanvasElement>, 'children' | 'label'> {
  /** What it shows, in words. */
  readonly label: string
  /** Width / height; the place is kept from the start, so that nothing jumps. */
  readonly aspect: number
  /** Draws in CSS pixels; called again after every change of size, theme or props. */
  draw(context: CanvasRenderingContext2D, width: number, height: number): void
}

/** A canvas as wide as its place and as sharp as the screen. */
export function Drawing({ label, aspect, draw, ...handlers }: DrawingProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const [size, setSize] = useState({ width: 0, height: 0 })
  const dark = isDark()

  useLayoutEffect(() => {
    const observer = new ResizeObserver(([entry]) => {
      const { width, height } = entry.contentRect
      setSize({ width, height })
    })
    observer.observe(canvas.current as HTMLCanvasElement)
    return () => observer.disconnect()
  }, [])

  useLayoutEffect(() => {
    const { current } = canvas
    const context = current?.getContext('2d')
    if (!current || !context || size.width === 0) return
    const ratio = devicePixelRatio
    current.width = Math.round(size.width * ratio)
    current.height = Math.round(size.height * ratio)
    context.setTransform(ratio, 0, 0, ratio, 0, 0)
    draw(context, size.width, size.height)
  }, [draw, size, dark])

  return (
    <div class="drawing" style={{ aspectRatio: String(aspect) }}>
      <canvas ref={canvas} role="img" aria-label={label} {...handlers} />
    </div>
  )
}
