import type { CanvasHTMLAttributes } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { isDark } from './theme.ts'

interface DrawingProps extends Omit<CanvasHTMLAttributes<HTMLCanvasElement>, 'children' | 'label'> {
  /** What it shows, in words. */
  readonly label: string
  /** Width / height; the place is kept from the start, so that nothing jumps. */
  readonly aspect: number
  /** Draws in CSS pixels on an empty canvas; called again after every change of size, theme or props. */
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

  const isDrawn = useRef(false)
  const drawNow = () => {
    const { current } = canvas
    const context = current?.getContext('2d')
    if (!current || !context) return
    isDrawn.current = true
    const ratio = devicePixelRatio
    const [width, height] = [Math.round(size.width * ratio), Math.round(size.height * ratio)]
    // Setting a size costs a new canvas.
    if (current.width !== width) current.width = width
    if (current.height !== height) current.height = height
    context.setTransform(ratio, 0, 0, ratio, 0, 0)
    context.clearRect(0, 0, size.width, size.height)
    draw(context, size.width, size.height)
  }

  useLayoutEffect(() => {
    if (size.width === 0) return
    if (isDrawn.current) return drawNow()
    // A page stands and answers before its first pictures, each of which is a task of its own.
    const timer = setTimeout(drawNow)
    return () => clearTimeout(timer)
  }, [draw, size, dark])

  return (
    <div class="drawing" style={{ aspectRatio: String(aspect) }}>
      <canvas ref={canvas} role="img" aria-label={label} {...handlers} />
    </div>
  )
}
