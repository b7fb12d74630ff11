import type { RegistryEntry } from '../registry-entry.ts'
import { asterix } from './asterix.ts'
import { breakout } from './breakout.ts'
import { freeway } from './freeway.ts'
import { DOWN, FIRE, LEFT, NOTHING, RIGHT, UP } from './game.ts'
import { MinAtar } from './minatar.ts'
import { seaquest } from './seaquest.ts'
import { spaceInvaders } from './space-invaders.ts'

export type { MinAtarOptions } from './minatar.ts'

const ALL_ACTIONS = [NOTHING, LEFT, UP, RIGHT, DOWN, FIRE]

/** Each game with all six actions as v0 and with those that mean something in it as v1. */
export const minatar: readonly RegistryEntry[] = [
  asterix,
  breakout,
  freeway,
  seaquest,
  spaceInvaders,
].flatMap((entry) =>
  [ALL_ACTIONS, entry.minimalActions].map((actions, version) => {
    const id = `MinAtar/${entry.name}-v${version}`
    return {
      id,
      about: `${entry.about}; ${actions.length} actions; options: stickyActionProbability, difficultyRamping.`,
      factory: (options) => new MinAtar(id, entry, actions, options),
    } satisfies RegistryEntry
  }),
)
