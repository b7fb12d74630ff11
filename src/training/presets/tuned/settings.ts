import type { PresetSettings } from '../preset.ts'

/** Tuned settings tell how long to train, too. */
export type TunedSettings = PresetSettings & { readonly totalSteps: number }
