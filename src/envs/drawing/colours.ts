/** The colours of all pictures: strong on a light ground of their own, so that the page around may be light or dark. */
export const colours = {
  paper: '#f1f4f8',
  ground: '#cdd6e0',
  line: '#8d9cad',
  ink: '#22303f',
  orange: '#e3803a',
  blue: '#3d86b5',
  red: '#d63d4f',
  green: '#3b9c6c',
  gold: '#f2b632',
} as const

const ACTIONS: readonly string[] = [
  '#3d86b5',
  '#e3803a',
  '#3b9c6c',
  '#d63d4f',
  '#8a62b8',
  '#f2b632',
  '#4fb8c4',
  '#c4679b',
]

/** A colour for each action, the same in every picture; after eight they come darker, then again. */
export function actionColour(action: number): string {
  const colour = ACTIONS[action % ACTIONS.length]
  return action % (2 * ACTIONS.length) < ACTIONS.length ? colour : mix(colour, '#000000', 0.35)
}

/** #rrggbb on the way from one colour (0) to another (1). */
export function mix(from: string, to: string, part: number): string {
  const one = (at: number) => {
    const [a, b] = [from, to].map((colour) => Number.parseInt(colour.slice(at, at + 2), 16))
    return Math.round(a + (b - a) * part)
      .toString(16)
      .padStart(2, '0')
  }
  return `#${one(1)}${one(3)}${one(5)}`
}
