/** The legend of the surfaces' colours. */
import { useCallback } from 'preact/hooks'
import { tone } from '../../points/surface.ts'
import { divergingOffset, divergingTable } from '../../ui/diverging.ts'
import { Drawing } from '../../ui/drawing.tsx'
import { colour, isDark } from '../../ui/theme.ts'

const values = [-8, -3, -1, 0, 1, 3, 8]

export function Ramp() {
  const dark = isDark()
  const draw = useCallback(
    (context: CanvasRenderingContext2D, width: number) => {
      const inset = 10
      const across = Math.floor(width) - 2 * inset
      const table = divergingTable(dark)
      for (let x = 0; x < across; x++) {
        const at = divergingOffset((2 * x) / (across - 1) - 1)
        context.fillStyle = `rgb(${table[at]} ${table[at + 1]} ${table[at + 2]})`
        context.fillRect(inset + x, 0, 1, 9)
      }
      context.strokeStyle = colour('--rule')
      context.strokeRect(inset + 0.5, 0.5, across - 1, 8)
      context.fillStyle = colour('--muted')
      context.font = `11px ${colour('--sans')}`
      context.textAlign = 'center'
      context.textBaseline = 'top'
      for (const value of values)
        context.fillText(String(value).replace('-', '−'), inset + ((tone(value) + 1) / 2) * across, 13)
    },
    [dark],
  )
  return (
    <div class="ramp">
      <span class="note">f</span>
      <Drawing label="colours of f from −8, violet, to 8, green" aspect={220 / 28} draw={draw} />
    </div>
  )
}
