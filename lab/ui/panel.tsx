import type { ComponentChildren } from 'preact'

interface PanelProps {
  readonly title: ComponentChildren
  /** Beside the title, at the far end. */
  readonly aside?: ComponentChildren
  readonly class?: string
  readonly children: ComponentChildren
}

/** A titled part of a page. */
export const Panel = ({ title, aside, class: style = '', children }: PanelProps) => (
  <section class={`panel ${style}`}>
    <header>
      <h2>{title}</h2>
      {aside}
    </header>
    {children}
  </section>
)
