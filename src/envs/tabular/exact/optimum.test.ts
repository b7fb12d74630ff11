import { expect, test } from 'vitest'
import { distance, environments, paper, randomLogits } from '../testing/examples.ts'
import { optimum, softmax, values } from './index.ts'

test('on paper', () => {
  const best = optimum(paper, 0.5)
  expect(distance(best.values, [3, 8 / 3])).toBeLessThan(1e-12)
  expect(distance(best.actionValues, [7 / 3, 3, 3 / 2, 8 / 3])).toBeLessThan(1e-12)
  expect([...best.policy]).toEqual([0, 1, 0, 1])
})

test.each(environments)('%s: the optimal values satisfy Bellman’s equation', (_, create) => {
  const { mdp } = create()
  const best = optimum(mdp, 0.95)
  for (let state = 0; state < mdp.states; state++) {
    const backups = Array.from({ length: mdp.actions }, (_, action) =>
      mdp
        .after(state, action)
        .reduce(
          (sum, { probability, next, reward, terminated }) =>
            sum + probability * (reward + (terminated ? 0 : 0.95 * best.values[next])),
          0,
        ),
    )
    expect(Math.abs(Math.max(...backups) - best.values[state])).toBeLessThan(1e-8)
    expect(
      distance(backups, best.actionValues.slice(state * mdp.actions, (state + 1) * mdp.actions)),
    ).toBeLessThan(1e-8)
  }
})

test.each(environments)(
  '%s: the policy reaches the optimal values, and no other does better',
  (_, create) => {
    const { mdp } = create()
    const best = optimum(mdp, 0.95)
    expect(distance(values(mdp, best.policy, 0.95), best.values)).toBeLessThan(1e-10)
    for (let seed = 0; seed < 5; seed++) {
      const other = values(mdp, softmax(randomLogits(mdp, seed), mdp.actions), 0.95)
      other.forEach((value, state) => {
        expect(value).toBeLessThanOrEqual(best.values[state] + 1e-9)
      })
    }
  },
)
