import { useState } from 'preact/hooks'

/** A line to be copied, as a command for a terminal. */
export function CopyText({ label, text }: { readonly label: string; readonly text: string }) {
  const [copied, setCopied] = useState('')
  return (
    <div class="copy">
      <div class="row">
        <span class="note">{label}</span>
        <button
          type="button"
          class="plain"
          onClick={() => navigator.clipboard.writeText(text).then(() => setCopied(text))}
        >
          {copied === text ? 'Copied' : 'Copy'}
        </button>
      </div>
      <code>{text}</code>
    </div>
  )
}
