import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'

interface FieldProps {
  readonly name: ComponentChildren
  /** Of the label. */
  readonly class?: string
  readonly title?: string
  /** The control, which takes the id. */
  children(id: string): ComponentChildren
}

/** A control with its name above it. */
export function Field({ name, class: style, title, children }: FieldProps) {
  const id = useId()
  return (
    <div class="field" title={title}>
      <label for={id} class={style}>
        {name}
      </label>
      {children(id)}
    </div>
  )
}
