/** What both mountain cars share: a track along the curve sin(3x), with a wall at its left end. */

export const MIN_POSITION = -1.2 // track units
export const MAX_POSITION = 0.6
export const MAX_SPEED = 0.07 // track units per step
/** Gravity times the track's amplitude, track units per step²: the pull at position x is −SLOPE·cos(3x). */
export const SLOPE = 0.0025

export const clip = (value: number, low: number, high: number) => Math.min(Math.max(value, low), high)
