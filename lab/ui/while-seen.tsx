import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'

interface WhileSeenProps {
  /** What stands here now; called only when it is to be drawn. */
  readonly children: () => ComponentChildren
}

/** Drawn once, and then anew only while it is in view or close to it: what nobody sees costs nothing. */
export function WhileSeen({ children }: WhileSeenProps) {
  const place = useRef<HTMLDivElement>(null)
  const drawn = useRef<ComponentChildren>(null)
  const [seen, setSeen] = useState(true)
  useLayoutEffect(() => {
    const observer = new IntersectionObserver(
      (entries) => setSeen(entries.some((one) => one.isIntersecting)),
      {
        rootMargin: '100px',
      },
    )
    observer.observe(place.current as HTMLDivElement)
    return () => observer.disconnect()
  }, [])
  if (seen) drawn.current = children()
  return <div ref={place}>{drawn.current}</div>
}
