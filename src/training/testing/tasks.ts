import { box, discrete, type Environment, multiBinary, multiDiscrete } from '../../envs/index.ts'

/** Reward 1 a step for ever, cut into pieces of `length` steps: worth 1/(1 − γ), if a cut is not an end. */
export function endlessTask(length: number, cutIs: 'truncated' | 'terminated'): Environment {
  let elapsed = 0
  const observation = () => Float32Array.of(1)
  return {
    id: 'Endless',
    observationSpace: box(0, 1, [1]),
    actionSpace: discrete(2),
    reset() {
      elapsed = 0
      return observation()
    },
    step() {
      elapsed++
      const cut = elapsed === length
      return {
        observation: observation(),
        reward: 1,
        terminated: cut && cutIs === 'terminated',
        truncated: cut && cutIs === 'truncated',
      }
    },
  }
}

/** Reward for ever in one state, cut into pieces of `length` steps, where one of three actions may never be taken. */
export function shutDoorTask(forbidden: number, reward: number, length: number): Environment {
  const endless = endlessTask(length, 'truncated')
  return {
    ...endless,
    actionSpace: discrete(3),
    actionMask: () => Uint8Array.from({ length: 3 }, (_, action) => Number(action !== forbidden)),
    step: (action) => ({ ...endless.step(action), reward }),
  }
}

/** One-step task: the observation is a one-hot of the right action, which alone pays 1. */
export function identityTask(n = 4): Environment {
  let answer = 0
  let turn = 0
  const observation = () => {
    // Any order will do: a multiplicative walk visits the answers evenly.
    turn = (turn * 5 + 3) % 1024
    answer = (turn >> 3) % n
    return Float32Array.from({ length: n }, (_, i) => (i === answer ? 1 : 0))
  }
  return {
    id: 'Identity',
    observationSpace: box(0, 1, [n]),
    actionSpace: discrete(n),
    reset: observation,
    step(action) {
      const reward = action === answer ? 1 : 0
      return { observation: observation(), reward, terminated: true, truncated: false }
    },
  }
}

/** One-step task on the line: the reward is −(action − 2·observation)². */
export function followTask(): Environment {
  let at = 0
  let turn = 7
  const observation = () => {
    turn = (turn * 5 + 3) % 1024
    at = turn / 512 - 1
    return Float32Array.of(at)
  }
  return {
    id: 'Follow',
    observationSpace: box(-1, 1, [1]),
    actionSpace: box(-5, 5, [1]),
    reset: observation,
    step(action) {
      const reward = -(((action as Float32Array)[0] - 2 * at) ** 2)
      return { observation: observation(), reward, terminated: true, truncated: false }
    },
  }
}

/** One-step task with two choices: each pays ½ for repeating a half of the one-hot observation. */
export function twoAnswersTask(kind: 'multiDiscrete' | 'multiBinary'): Environment {
  const sizes = kind === 'multiDiscrete' ? [2, 3] : [2, 2]
  let answers = [0, 0]
  let turn = 0
  const observation = () => {
    turn = (turn * 5 + 3) % 1024
    answers = [(turn >> 3) % sizes[0], (turn >> 5) % sizes[1]]
    return Float32Array.from({ length: 5 }, (_, i) => (i === answers[0] || i - 2 === answers[1] ? 1 : 0))
  }
  return {
    id: 'TwoAnswers',
    observationSpace: box(0, 1, [5]),
    actionSpace: kind === 'multiDiscrete' ? multiDiscrete(sizes) : multiBinary(2),
    reset: observation,
    step(action) {
      const reward = answers.filter((answer, i) => (action as ArrayLike<number>)[i] === answer).length / 2
      return { observation: observation(), reward, terminated: true, truncated: false }
    },
  }
}
