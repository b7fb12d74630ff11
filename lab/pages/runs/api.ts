/** What the server says of runs, kept up to date while the page is looked at. */
import { useEffect, useState } from 'preact/hooks'

/** Milliseconds between two looks at what may have changed, and how much longer than a look itself they are apart. */
const LOOK_EVERY = 2000
const SPARE = 10

/** Whether the pages come from `formscale lab`; a static site has no runs to tell of. */
export async function isServed(): Promise<boolean> {
  const { headers } = await fetch('./', { method: 'HEAD', cache: 'no-cache' })
  return headers.get('X-Formscale-Lab') === 'runs'
}

export type Params = Readonly<Record<string, string | readonly string[] | undefined>>

export function address(name: string, params: Params = {}): string {
  const pairs = Object.entries(params).flatMap(([key, value]) =>
    value === undefined ? [] : [value].flat().map((one) => [key, one]),
  )
  const query = new URLSearchParams(pairs)
  return `./api/${name}${pairs.length > 0 ? `?${query}` : ''}`
}

export interface Kept<T> {
  readonly value: T | undefined
  readonly problem: string | undefined
}

/** The answer at an address, asked for again and again; undefined asks for nothing. The last answer stays until the next. */
export function useAnswer<T>(from: string | undefined): Kept<T> {
  const [kept, setKept] = useState<Kept<T>>({ value: undefined, problem: undefined })
  useEffect(() => {
    if (from === undefined) return
    let etag: string | null = null
    let timer: ReturnType<typeof setTimeout>
    const controller = new AbortController()
    const look = async () => {
      const began = performance.now()
      try {
        if (!document.hidden) {
          const response = await fetch(from, { cache: 'no-cache', signal: controller.signal })
          if (!response.ok) throw new Error((await response.text()).trim())
          if (etag === null || response.headers.get('ETag') !== etag)
            setKept({ value: await response.json(), problem: undefined })
          etag = response.headers.get('ETag')
        }
      } catch (error) {
        if (controller.signal.aborted) return
        etag = null
        setKept(({ value }) => ({ value, problem: problemOf(error) }))
      }
      const took = performance.now() - began
      if (!controller.signal.aborted) timer = setTimeout(look, Math.max(LOOK_EVERY, SPARE * took))
    }
    void look()
    return () => {
      controller.abort()
      clearTimeout(timer)
    }
  }, [from])
  return kept
}

const problemOf = (error: unknown) =>
  error instanceof TypeError
    ? 'formscale lab no longer answers; start it again and this page goes on'
    : (error as Error).message

/** A file of a run. */
export async function fileOf(run: string, name: 'checkpoint' | 'metrics'): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(address('file', { run, name }), { cache: 'no-cache' })
  if (!response.ok) throw new Error((await response.text()).trim())
  return new Uint8Array(await response.arrayBuffer())
}
