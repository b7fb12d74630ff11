import { LAST, mark } from './board.ts'
import type { Bullet, Sea } from './seaquest-things.ts'

export const CHANNELS = 10
const SUB_FRONT = 0
const SUB_BACK = 1
const FRIENDLY_BULLET = 2
const TRAIL = 3
const ENEMY_BULLET = 4
const FISH = 5
const ENEMY_SUB = 6
const OXYGEN_GAUGE = 7
const DIVER_GAUGE = 8
const DIVER = 9

/** Marks the sea in an observation of zeros. The gauges lie in the bottom row: oxygen from the left, divers up to column 8. */
export function drawSea(sea: Sea, observation: Float32Array): void {
  mark(observation, CHANNELS, sea.row, sea.column, SUB_FRONT)
  mark(observation, CHANNELS, sea.row, sea.column - sea.facing, SUB_BACK)
  drawAll(observation, sea.friendlyBullets, FRIENDLY_BULLET)
  drawAll(observation, sea.enemyBullets, ENEMY_BULLET)
  drawSwimmers(observation, sea.fish, FISH)
  drawSwimmers(observation, sea.subs, ENEMY_SUB)
  drawSwimmers(observation, sea.divers, DIVER)
  const cells = sea.oxygenCells()
  for (let column = 0; column < cells; column++) mark(observation, CHANNELS, LAST, column, OXYGEN_GAUGE)
  for (let i = 1; i <= sea.aboard; i++) mark(observation, CHANNELS, LAST, LAST - i, DIVER_GAUGE)
}

function drawAll(observation: Float32Array, things: readonly Bullet[], channel: number): void {
  for (let i = 0; i < things.length; i++)
    mark(observation, CHANNELS, things[i].row, things[i].column, channel)
}

/** Each with the cell behind it. */
function drawSwimmers(observation: Float32Array, swimmers: readonly Bullet[], channel: number): void {
  for (let i = 0; i < swimmers.length; i++) {
    const { row, column, direction } = swimmers[i]
    mark(observation, CHANNELS, row, column, channel)
    mark(observation, CHANNELS, row, column - direction, TRAIL)
  }
}
