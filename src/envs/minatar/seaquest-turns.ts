import type { Draws } from './game.ts'
import {
  type Bullet,
  DEEPEST,
  DIVER_INTERVAL,
  DIVER_MOVE_INTERVAL,
  ENEMY_SHOT_INTERVAL,
  isDueToMove,
  moveOn,
  remove,
  removeAt,
  type Sea,
  type Sub,
  type Swimmer,
  swimmerAtEdge,
} from './seaquest-things.ts'

// The turns of all but the player, each list from its newest thing on. Those that give a number give the reward.

/** A submarine with probability 1/3, else a fish, at either edge of any row; none if an enemy there comes the other way. */
export function spawnEnemy(sea: Sea, random: Draws): void {
  sea.enemyCountdown = sea.enemyInterval
  const direction = random.integers(0, 2) === 0 ? 1 : -1
  const isSub = random.integers(0, 3) === 0
  const row = random.integers(1, DEEPEST + 1)
  const meets = (enemy: Swimmer) => enemy.row === row && enemy.direction !== direction
  if (sea.fish.some(meets) || sea.subs.some(meets)) return
  const swimmer = swimmerAtEdge(row, direction, sea.enemyMoveInterval)
  if (isSub) sea.subs.push({ ...swimmer, shotCountdown: ENEMY_SHOT_INTERVAL })
  else sea.fish.push(swimmer)
}

export function spawnDiver(sea: Sea, random: Draws): void {
  sea.diverCountdown = DIVER_INTERVAL
  const direction = random.integers(0, 2) === 0 ? 1 : -1
  sea.divers.push(swimmerAtEdge(random.integers(1, DEEPEST + 1), direction, DIVER_MOVE_INTERVAL))
}

/** A bullet hits the oldest fish of the cell that it comes to, else the oldest submarine. */
export function moveFriendlyBullets(sea: Sea): number {
  let reward = 0
  for (let i = sea.friendlyBullets.length - 1; i >= 0; i--) {
    const bullet = sea.friendlyBullets[i]
    const stays = moveOn(bullet)
    const hits = stays && (removeAt(sea.fish, bullet) || removeAt(sea.subs, bullet))
    if (hits) reward++
    if (hits || !stays) remove(sea.friendlyBullets, i)
  }
  return reward
}

/** A diver is picked up in the player's cell, before its move or after it. */
export function moveDivers(sea: Sea): void {
  for (let i = sea.divers.length - 1; i >= 0; i--) {
    const diver = sea.divers[i]
    let stays = true
    if (!sea.canPickUp(diver) && isDueToMove(diver, DIVER_MOVE_INTERVAL)) stays = moveOn(diver)
    if (stays && sea.canPickUp(diver)) {
      sea.aboard++
      stays = false
    }
    if (!stays) remove(sea.divers, i)
  }
}

/** A submarine that leaves the board or is hit still has its shot in that turn. */
export function moveSubs(sea: Sea): number {
  let reward = 0
  for (let i = sea.subs.length - 1; i >= 0; i--) {
    const sub = sea.subs[i]
    reward += moveEnemy(sea, sea.subs, i)
    shoot(sub, sea.enemyBullets)
  }
  return reward
}

function shoot(sub: Sub, bullets: Bullet[]): void {
  if (sub.shotCountdown > 0) {
    sub.shotCountdown--
    return
  }
  sub.shotCountdown = ENEMY_SHOT_INTERVAL
  bullets.push({ row: sub.row, column: sub.column, direction: sub.direction })
}

export function moveEnemyBullets(sea: Sea): void {
  for (let i = sea.enemyBullets.length - 1; i >= 0; i--) {
    const bullet = sea.enemyBullets[i]
    sea.touch(bullet)
    if (moveOn(bullet)) sea.touch(bullet)
    else remove(sea.enemyBullets, i)
  }
}

export function moveFish(sea: Sea): number {
  let reward = 0
  for (let i = sea.fish.length - 1; i >= 0; i--) reward += moveEnemy(sea, sea.fish, i)
  return reward
}

/** Removes the enemy if it leaves the board, or if it runs into one of the player's bullets, which is rewarded. */
function moveEnemy(sea: Sea, enemies: Swimmer[], i: number): number {
  const enemy = enemies[i]
  sea.touch(enemy)
  if (!isDueToMove(enemy, sea.enemyMoveInterval)) return 0
  const stays = moveOn(enemy)
  const isHit = stays && !sea.touch(enemy) && removeAt(sea.friendlyBullets, enemy)
  if (isHit || !stays) remove(enemies, i)
  return isHit ? 1 : 0
}
