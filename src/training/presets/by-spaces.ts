/** Settings for an environment that nobody tuned, by what it observes and what it does. */
import type { Box, Space } from '../../envs/index.ts'
import { overlay } from '../../settings/paths.ts'
import { cleanrlMujoco, screenNetwork } from './cleanrl.ts'
import { minatarConvolution } from './minatar.ts'
import type { PresetSettings } from './preset.ts'

interface Spaces {
  readonly observationSpace: Space
  readonly actionSpace: Space
}

/** A side from which an image is one of a screen, as Atari's are, and not a board of cells. */
const SCREEN_SIDE = 36

interface BySpaces {
  /** What the settings were chosen by: `continuous actions`, `images`; nothing where the library's defaults are meant. */
  readonly kinds: readonly string[]
  readonly settings: PresetSettings
}

/**
 * Settings by spaces: with continuous actions normalisation, rollouts of 2,048 steps and no entropy bonus, as CleanRL has
 * them; convolutions for images [height, width, channels].
 */
export function settingsBySpaces({ observationSpace, actionSpace }: Spaces): BySpaces {
  const image = imageSettings(observationSpace)
  const continuous = actionSpace.kind === 'box' ? (cleanrlMujoco.settings ?? {}) : undefined
  return {
    kinds: [...(image ? ['images'] : []), ...(continuous ? ['continuous actions'] : [])],
    settings: overlay({ ...image }, { ...continuous }),
  }
}

function imageSettings(space: Space): PresetSettings | undefined {
  if (space.kind !== 'box' || space.shape.length !== 3) return undefined
  const [height, width] = space.shape
  const side = Math.min(height, width)
  if (side >= SCREEN_SIDE)
    return { numEnvs: 8, normaliseObservations: !isUnit(space), network: screenNetwork }
  return side >= 3 ? minatarConvolution.settings : undefined
}

/** Whether numbers run from 0 to 1, as networks like them. */
const isUnit = ({ low, high }: Box) => low.every((one) => one === 0) && high.every((one) => one === 1)
