/** A component of Preact as an element of a page, in the lab's style and apart from the page's. */
import { type ComponentType, h, render } from 'preact'
import uplotCss from 'uplot/dist/uPlot.min.css?inline'
import exploreCss from '../../lab/pages/explore/explore.css?inline'
import flowCss from '../../lab/pages/flow/flow.css?inline'
import labCss from '../../lab/style.css?inline'
import liveCss from './live.css?inline'

/** Attributes as they stand in the page. */
export type Attributes = Readonly<Record<string, string | undefined>>

let style: CSSStyleSheet | undefined

function liveStyle(): CSSStyleSheet {
  if (!style) {
    style = new CSSStyleSheet()
    style.replaceSync([uplotCss, labCss, exploreCss, flowCss, liveCss].join('\n'))
  }
  return style
}

/** What stands between its tags is shown where there is no script, as on GitHub. */
export function defineElement(name: string, View: ComponentType<Attributes>): void {
  if (customElements.get(name)) return
  customElements.define(
    name,
    class extends HTMLElement {
      connectedCallback(): void {
        const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' })
        root.adoptedStyleSheets = [liveStyle()]
        const attributes = Array.from(this.attributes, ({ name, value }) => [name, value])
        render(h(View, Object.fromEntries(attributes)), root)
      }

      disconnectedCallback(): void {
        if (this.shadowRoot) render(null, this.shadowRoot)
      }
    },
  )
}
