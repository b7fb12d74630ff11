import { expect, test } from 'vitest'
import { type MdpDescription, TabularMdp } from './mdp.ts'
import { paper } from './testing/examples.ts'

test('the tables hold what the description says', () => {
  expect([...paper.transitionProbabilities]).toEqual([0, 1, 1, 0, 1, 0, 0, 1])
  expect([...paper.expectedRewards]).toEqual([1, 3, 0, 2])
  expect([...paper.startDistribution]).toEqual([1, 0])
  expect(paper.after(1, 1)).toHaveLength(2)
})

test('transitions of probability 0 are left out', () => {
  const mdp = new TabularMdp({
    states: 2,
    actions: 1,
    start: [0.5, 0.5],
    transitions: (state) => [
      { probability: 1, next: state, reward: 1, terminated: false },
      { probability: 0, next: 1 - state, reward: 9, terminated: true },
    ],
  })
  expect(mdp.after(0, 0)).toHaveLength(1)
  expect([...mdp.expectedRewards]).toEqual([1, 1])
})

const stay = { probability: 1, next: 0, reward: 0, terminated: false }
test.each<[Partial<MdpDescription>, string]>([
  [{ states: 0 }, 'TabularMdp: states must be an integer ≥ 1, got 0'],
  [{ actions: 1.5 }, 'TabularMdp: actions must be an integer ≥ 1, got 1.5'],
  [{ start: [1, 0] }, 'TabularMdp: start must have one probability per state (1), got 2'],
  [
    { start: [0.5] },
    'TabularMdp: the probabilities of start must be ≥ 0 and sum to 1, got [0.5] with sum 0.5',
  ],
  [
    { transitions: () => [{ ...stay, probability: 2 }, stay, { ...stay, probability: -2 }] },
    'the probabilities of transitions(0, 0) must be ≥ 0 and sum to 1, got [2,1,-2] with sum 1',
  ],
  [{ transitions: () => [] }, 'the probabilities of transitions(0, 0) must be ≥ 0 and sum to 1'],
  [{ transitions: () => [{ ...stay, next: 1 }] }, 'transitions(0, 0) leads to 1; use a state from 0 to 0'],
  [
    { transitions: () => [{ ...stay, reward: Number.NaN }] },
    'transitions(0, 0) has the reward NaN; use a finite number',
  ],
])('refuses what is not an MDP (%#)', (wrong, message) => {
  const good: MdpDescription = { states: 1, actions: 1, start: [1], transitions: () => [stay] }
  expect(() => new TabularMdp({ ...good, ...wrong })).toThrow(message)
})
