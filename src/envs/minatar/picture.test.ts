import { expect, test } from 'vitest'
import { RecordingCanvas } from '../drawing/testing/recording-canvas.ts'
import { asterix } from './asterix.ts'
import { SIZE } from './board.ts'
import { breakout } from './breakout.ts'
import { freeway } from './freeway.ts'
import { drawBoard } from './picture.ts'
import { seaquest } from './seaquest.ts'
import { spaceInvaders } from './space-invaders.ts'

test.each([asterix, breakout, freeway, seaquest, spaceInvaders])('$name: a colour per channel', (game) => {
  const { name, channels } = game
  const observation = new Float32Array(SIZE * SIZE * channels)
  for (let channel = 0; channel < channels; channel++) observation[channel * channels + channel] = 1
  const canvas = new RecordingCanvas()
  drawBoard(canvas, { width: 210, height: 210 }, name, observation, channels)
  // After the background come the cells in their order; the first ones have a channel each, the next one has none.
  const colours = canvas.valuesOf('fillStyle').slice(1, channels + 2)
  expect(new Set(colours.flat()).size).toBe(channels + 1)
})
