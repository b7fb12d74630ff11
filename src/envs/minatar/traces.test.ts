import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { asterix } from './asterix.ts'
import { breakout } from './breakout.ts'
import { freeway } from './freeway.ts'
import type { Game, GameEntry } from './game.ts'
import { PhysicsReader } from './physics.ts'
import { seaquest } from './seaquest.ts'
import { spaceInvaders } from './space-invaders.ts'
import { ScriptedDraws, withAllDraws } from './testing/scripted-draws.ts'

/** An episode of the original; fixtures/make.py says what the fields are. */
interface Trace {
  game: string
  seed: number
  actions: string
  rewards: [step: number, reward: number][]
  ended: boolean
  observations: string[]
}

const traces: Trace[] = JSON.parse(readFileSync(new URL('./fixtures/traces.json', import.meta.url), 'utf8'))
const entries = [asterix, breakout, freeway, seaquest, spaceInvaders]

function copyOf(entry: GameEntry, game: Game): Game {
  const copy = entry.create(true)
  copy.load(new PhysicsReader(entry.name, game.save()))
  return copy
}

/** The original's observations, one after the other. */
function* observationsOf(trace: Trace, size: number): Generator<Float32Array> {
  const observation = new Float32Array(size)
  for (const changes of trace.observations) {
    for (let i = 0; i < changes.length; i += 2) {
      const cell = Number.parseInt(changes.slice(i, i + 2), 36)
      observation[cell] = 1 - observation[cell]
    }
    yield observation
  }
}

function looksLike(game: Game, observation: Float32Array): boolean {
  const own = new Float32Array(observation.length)
  game.draw(own)
  return own.every((value, i) => value === observation[i])
}

/** The speeds and directions of Freeway's cars, as it draws them, from their picture: there are too many to try them all. */
function carDraws(observation: Float32Array): ScriptedDraws {
  const at = (row: number, column: number, channel: number) =>
    observation[(row * 10 + ((column + 10) % 10)) * 7 + channel] === 1
  const speeds: number[] = []
  const directions: number[] = []
  for (let row = 1; row <= 8; row++) {
    const column = Array.from({ length: 10 }, (_, i) => i).findIndex((i) => at(row, i, 1))
    const right = [0, 1, 2, 3, 4].findIndex((speed) => at(row, column - 1, 2 + speed))
    const left = [0, 1, 2, 3, 4].findIndex((speed) => at(row, column + 1, 2 + speed))
    speeds.push(Math.max(left, right))
    directions.push(right >= 0 ? 1 : 0)
  }
  return new ScriptedDraws([...speeds, ...directions])
}

/** Calls `act` with all draws that could have led to the observation. */
function withDraws(entry: GameEntry, observation: Float32Array, act: (draws: ScriptedDraws) => void): void {
  if (entry === freeway) act(carDraws(observation))
  else withAllDraws(act)
}

/**
 * The traces tell what was drawn only by what it led to. So this keeps all states that some draws lead to and that look, reward and
 * end as the original did: as a rule one, a few where something appeared behind something else. There must always be one.
 */
test.each(traces)('goes step by step as the original, $game, its seed $seed', (trace) => {
  const entry = entries.find(({ name }) => name === trace.game)!
  const rewards = new Map(trace.rewards)
  let agreeing = new Map<string, Game>()
  const keep = (next: Map<string, Game>, game: Game, observation: Float32Array) => {
    if (looksLike(game, observation)) next.set(game.save().join(), game)
  }
  let step = -1
  for (const observation of observationsOf(trace, 100 * entry.channels)) {
    const next = new Map<string, Game>()
    const last = step === trace.actions.length - 1
    if (step < 0) {
      withDraws(entry, observation, (draws) => {
        const game = entry.create(true)
        game.start?.(draws)
        keep(next, game, observation)
      })
    }
    for (const before of agreeing.values()) {
      withDraws(entry, observation, (draws) => {
        const game = copyOf(entry, before)
        const reward = game.step(Number(trace.actions[step]), draws)
        if (reward === (rewards.get(step) ?? 0) && game.over === (last && trace.ended))
          keep(next, game, observation)
      })
    }
    expect(next.size, `states that agree after step ${step} of ${trace.actions.length}`).toBeGreaterThan(0)
    agreeing = next
    step++
  }
  expect(step).toBe(trace.actions.length)
})
