/** The expected reward of one action over the context square: h exp(−‖x − c‖² / 2w²). */
export interface Bump {
  centre: readonly [number, number]
  height: number
  width: number
}

/**
 * The bump of `action`, 0 … actions − 1.
 *
 * Action 0 is broad and safe: c = (0, 0), h = 0.6, w = 1.2. Action a ≥ 1 is narrow: c on the circle of radius 0.6 at the angle
 * π/4 + 2π(a − 1)/(A − 1), h = 1 − 0.2(a − 1)/(A − 1), w = 0.4. With A = 5 the safe action is best on 35 % of the square, a cross
 * and the edges, which no policy with logits linear in x can cut out; the others are best on 18 to 14 % each.
 */
export function bump(action: number, actions: number): Bump {
  if (action === 0) return { centre: [0, 0], height: 0.6, width: 1.2 }
  const turn = (action - 1) / (actions - 1)
  const angle = Math.PI / 4 + 2 * Math.PI * turn
  return { centre: [0.6 * Math.cos(angle), 0.6 * Math.sin(angle)], height: 1 - 0.2 * turn, width: 0.4 }
}

/** The expected reward at the context (x0, x1). */
export function height(bump: Bump, x0: number, x1: number): number {
  const square = (x0 - bump.centre[0]) ** 2 + (x1 - bump.centre[1]) ** 2
  return bump.height * Math.exp(-square / (2 * bump.width ** 2))
}
