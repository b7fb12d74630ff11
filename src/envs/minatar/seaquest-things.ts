import { LAST } from './board.ts'
import type { Numbers } from './physics.ts'

export const DEEPEST = 8 // row
export const DIVER_INTERVAL = 30 // steps
export const ENEMY_MOVE_INTERVAL = 5 // steps
export const LEAST_ENEMY_MOVE_INTERVAL = 2
export const DIVER_MOVE_INTERVAL = 5 // steps
export const ENEMY_SHOT_INTERVAL = 10 // steps

export const BULLET = { row: [0, DEEPEST], column: [0, LAST], direction: [-1, 1] } as const
export const SWIMMER = { ...BULLET, moveCountdown: [0, ENEMY_MOVE_INTERVAL] } as const
export const SUB = { ...SWIMMER, shotCountdown: [0, ENEMY_SHOT_INTERVAL] } as const

/** `direction` is −1 for left or 1 for right. */
export type Bullet = Numbers<typeof BULLET>
/** A fish or a diver; it moves when its countdown is 0. */
export type Swimmer = Numbers<typeof SWIMMER>
/** An enemy submarine; it shoots when its countdown is 0. */
export type Sub = Numbers<typeof SUB>

/** What the player's turn and those of all others have in common; each list has the oldest first. */
export interface Sea {
  readonly row: number
  readonly column: number
  /** −1 for left or 1 for right. */
  readonly facing: number
  /** Divers. */
  aboard: number
  enemyCountdown: number
  diverCountdown: number
  readonly enemyInterval: number
  readonly enemyMoveInterval: number
  readonly friendlyBullets: Bullet[]
  readonly divers: Swimmer[]
  readonly subs: Sub[]
  readonly enemyBullets: Bullet[]
  readonly fish: Swimmer[]
  /** Whether the diver is in the player's cell and there is room. */
  canPickUp(diver: Swimmer): boolean
  /** Whether something hostile is in the player's cell, which ends the episode. */
  touch(enemy: Bullet): boolean
  /** The length of the oxygen gauge in cells, 0 to 10. */
  oxygenCells(): number
}

/** A swimmer that comes in at the edge on its way; its first move is `moveCountdown` steps away. */
export function swimmerAtEdge(row: number, direction: number, moveCountdown: number): Swimmer {
  return { row, column: direction > 0 ? 0 : LAST, direction, moveCountdown }
}

/** Whether the swimmer moves on this step; its countdown then begins again, else it goes on. */
export function isDueToMove(swimmer: Swimmer, interval: number): boolean {
  if (swimmer.moveCountdown > 0) {
    swimmer.moveCountdown--
    return false
  }
  swimmer.moveCountdown = interval
  return true
}

/** Moves the thing one column on; false if that took it off the board. */
export function moveOn(thing: Bullet): boolean {
  thing.column += thing.direction
  return thing.column >= 0 && thing.column <= LAST
}

/** Removes the oldest of the things in the cell; false if there is none. */
export function removeAt(things: Bullet[], { row, column }: Bullet): boolean {
  for (let i = 0; i < things.length; i++) {
    if (things[i].row !== row || things[i].column !== column) continue
    remove(things, i)
    return true
  }
  return false
}

/** Removes the thing at index `i`. Unlike splice it makes no array of what it removes. */
export function remove(things: Bullet[], i: number): void {
  for (let next = i + 1; next < things.length; next++) things[next - 1] = things[next]
  things.pop()
}
