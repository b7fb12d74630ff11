import type { UpdateSpec } from '../../src/updates/index.ts'

/** The point as JSON has it, where Infinity has no spelling: what `formscale train --update FILE` reads. */
export function jsonOf({ scale, ...point }: UpdateSpec): Record<string, unknown> {
  return { ...point, scale: { ...scale, cap: Number.isFinite(scale.cap) ? scale.cap : null } }
}
