/** The panel that chooses and moves the two points of a page. */
import { visit } from '../place.ts'
import { Choice } from '../ui/controls.tsx'
import { Panel } from '../ui/panel.tsx'
import { Controls } from './controls.tsx'
import './editor.css'
import { type Pair, type Shown, type Side, sides } from './shown.ts'

export const Editor = ({ pair }: { readonly pair: Pair }) => (
  <Panel
    class="editor"
    title="Point"
    aside={
      <Choice<Side>
        name="point that the sliders move"
        value={pair.edited}
        options={sides.map((side) => ({ value: side, text: <Letter side={side} /> }))}
        onChange={(edit) => visit({ edit })}
      />
    }
  >
    <Controls shown={pair[pair.edited]} />
  </Panel>
)

const Letter = ({ side }: { readonly side: Side }) => (
  <span class={`letter ${side}`}>{side.toUpperCase()}</span>
)

/** A point's letter and name. */
export const PointTitle = ({ shown }: { readonly shown: Shown }) => (
  <>
    <Letter side={shown.side} /> {shown.title}
  </>
)
