import type { ComponentType } from 'preact'
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'

/** Milliseconds after which the browser is asked to do it though it is busy. */
const LATEST_MS = 1000

/**
 * A part of a page that others need not wait for: its code is loaded, and it is drawn and later drawn anew, when the browser has
 * nothing else to do.
 *
 * @param room height that is kept for it until it is there, CSS pixels.
 */
export function whenIdle<Props extends object>(
  load: () => Promise<{ readonly default: ComponentType<Props> }>,
  room: number,
): ComponentType<Props> {
  return function Later(props: Props) {
    const [Part, setPart] = useState<ComponentType<Props> | null>(null)
    const [shown, setShown] = useState(props)
    const [latest, isDue] = [useRef(props), useRef(false)]
    latest.current = props
    useEffect(() => {
      afterwards(async () => {
        const module = await load()
        afterwards(() => setPart(() => module.default))
      })
    }, [])
    useEffect(() => {
      if (isDue.current) return
      isDue.current = true
      afterwards(() => {
        isDue.current = false
        setShown(latest.current)
      })
    }, Object.values(props))
    // The same element is not drawn anew.
    const part = useMemo(() => Part && <Part {...shown} />, [Part, shown])
    return part ?? <div style={{ minHeight: `${room}px` }} />
  }
}

function afterwards(work: () => void): void {
  // Safari has no such call.
  const whenIdle = globalThis.requestIdleCallback ?? setTimeout
  whenIdle(work, { timeout: LATEST_MS })
}
