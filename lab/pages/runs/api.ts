/** What the server says of runs, kept up to date while the page is looked at. */
import { useEffect, useState } from 'preact/hooks'

/** Time from one request to the next, and how many times as long as a request it is at least. */
const POLL_MS = 2000
const PAUSE_RATIO = 10

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

export interface Answer<T> {
  readonly value: T | undefined
  readonly problem: string | undefined
}

/** The answer at an address, asked for again and again; undefined asks for nothing. The last answer stays until the next. */
export function useAnswer<T>(from: string | undefined): Answer<T> {
  const [answer, setAnswer] = useState<Answer<T>>({ value: undefined, problem: undefined })
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
            setAnswer({ value: await response.json(), problem: undefined })
          etag = response.headers.get('ETag')
        }
      } catch (error) {
        if (controller.signal.aborted) return
        etag = null
        setAnswer(({ value }) => ({ value, problem: problemOf(error) }))
      }
      const took = performance.now() - began
      if (!controller.signal.aborted) timer = setTimeout(look, Math.max(POLL_MS, PAUSE_RATIO * took))
    }
    void look()
    return () => {
      controller.abort()
      clearTimeout(timer)
    }
  }, [from])
  return answer
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
