/** Links that start what they show. */
import { useEffect, useState } from 'preact/hooks'
import { adjust, linkTo, place } from '../../place.ts'
import { MAX_RUNS, restored, runs, start } from './runs.ts'
import { setup } from './setup.ts'

const STARTING = { start: '1' }

/** Copies a link to all that is chosen here, which starts the run where it is opened. */
export function Share() {
  const { page, query } = place()
  const link = location.href.replace(/#.*$/, '') + linkTo(page, { ...query, ...STARTING })
  const [copied, setCopied] = useState('')
  return (
    <button
      type="button"
      title="Copy a link that starts this run"
      onClick={() => navigator.clipboard.writeText(link).then(() => setCopied(link))}
    >
      {copied === link ? 'Link copied' : 'Share'}
    </button>
  )
}

/** Does as such a link says, once: what is gone back to starts nothing again. Where there is no room, the form says so. */
export function useStartingLink(): void {
  const asked = place().query['start']
  useEffect(() => {
    if (asked !== STARTING.start) return
    adjust({ start: undefined })
    void restored.then(() => {
      const { configs } = setup()
      if (runs.value.length + configs.length <= MAX_RUNS) start(configs)
    })
  }, [asked])
}
