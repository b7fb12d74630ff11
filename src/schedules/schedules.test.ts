import { describe, expect, test } from 'vitest'
import {
  atStep,
  isSchedule,
  looksLikeSchedule,
  readSchedule,
  type Schedule,
  ScheduleError,
  schedulesIn,
  scheduleText,
  valueAtStep,
} from './index.ts'

describe('the value at an absolute step', () => {
  // Worked out by hand: e.g. half a cosine a quarter of the way has (1 + cos 45°)/2 = 0.853553… left of 1.
  test.each<[Omit<Schedule, 'until'>, readonly number[]]>([
    [{ from: 2, to: 0, kind: 'linear' }, [2, 1.5, 1, 0.5, 0, 0]],
    [{ from: 1, to: 3, kind: 'linear' }, [1, 1.5, 2, 2.5, 3, 3]],
    [{ from: -1, to: 1, kind: 'linear' }, [-1, -0.5, 0, 0.5, 1, 1]],
    [{ from: 1, to: 0, kind: 'cosine' }, [1, 0.8535533905932737, 0.5, 0.14644660940672624, 0, 0]],
    [{ from: 3, to: 5, kind: 'cosine' }, [3, 3.2928932188134525, 4, 4.707106781186548, 5, 5]],
    [{ from: 16, to: 1, kind: 'exponential' }, [16, 8, 4, 2, 1, 1]],
    [{ from: -1e-4, to: -1, kind: 'exponential' }, [-1e-4, -1e-3, -1e-2, -1e-1, -1, -1]],
    [{ from: 8, to: 0, kind: 'steps', count: 2 }, [8, 8, 4, 4, 0, 0]],
    [{ from: 0, to: 1, kind: 'steps', count: 4 }, [0, 0.25, 0.5, 0.75, 1, 1]],
    [{ from: 1, to: 0, kind: 'steps', count: 1 }, [1, 1, 1, 1, 0, 0]],
    [{ from: 10, to: 0, kind: 'steps' }, [10, 8, 5, 3, 0, 0]],
  ])('%j', (schedule, expected) => {
    const quarters = [0, 50, 100, 150, 200, 1000]
    for (const [i, step] of quarters.entries()) {
      expect(valueAtStep({ ...schedule, until: 200 }, step, 9999)).toBeCloseTo(expected[i], 12)
      // Without an end of its own, at that of the run.
      expect(valueAtStep(schedule, step, 200)).toBeCloseTo(expected[i], 12)
    }
    expect(valueAtStep({ ...schedule, until: 200 }, 200, 9999)).toBe(schedule.to)
    expect(valueAtStep(schedule, 0, 200)).toBe(schedule.from)
  })

  test('ends at a share of the run, where its end is below 1', () => {
    const schedule = { from: 1, to: 0.05, kind: 'linear', until: 0.1 } as const
    expect([0, 50, 100, 1000].map((step) => valueAtStep(schedule, step, 1000))).toEqual([
      1, 0.525, 0.05, 0.05,
    ])
    expect(valueAtStep(schedule, 100, 2000)).toBe(0.525)
  })

  test('of a number is the number', () => expect(valueAtStep(0.3, 7, 10)).toBe(0.3))

  test('is never beyond the ends, by no bit', () => {
    for (const kind of ['linear', 'cosine', 'exponential', 'steps'] as const)
      for (const [from, to] of [
        [0.1, 0.1],
        [1, 0.7],
        [0.3, 0.9],
      ])
        for (let step = 0; step <= 1000; step++) {
          const value = valueAtStep({ from, to, kind }, step, 1000)
          expect(value >= Math.min(from, to) && value <= Math.max(from, to)).toBe(true)
        }
  })

  test('towards 0 has the bits that the learning rate of 0.1.0 had', () => {
    for (let step = 0; step < 1000; step += 7) {
      const progress = Math.min(1, step / 1000)
      expect(valueAtStep({ from: 2.5e-4, to: 0, kind: 'linear' }, step, 1000)).toBe(2.5e-4 * (1 - progress))
      expect(valueAtStep({ from: 3e-4, to: 0, kind: 'cosine' }, step, 1000)).toBe(
        3e-4 * 0.5 * (1 + Math.cos(Math.PI * progress)),
      )
    }
  })
})

describe('reading', () => {
  test.each<[unknown, Schedule, string]>([
    [{ from: 0.1, to: 0 }, { from: 0.1, to: 0, kind: 'linear' }, '0.1..0'],
    ['0.1..0', { from: 0.1, to: 0, kind: 'linear' }, '0.1..0'],
    ['-.5..-1e-3', { from: -0.5, to: -1e-3, kind: 'linear' }, '-0.5..-0.001'],
    [
      ' 1 .. 0.05 , cosine , 2e5 ',
      { from: 1, to: 0.05, kind: 'cosine', until: 200000 },
      '1..0.05,cosine,200000',
    ],
    ['1..0.05,0.1', { from: 1, to: 0.05, kind: 'linear', until: 0.1 }, '1..0.05,0.1'],
    ['1..0,500', { from: 1, to: 0, kind: 'linear', until: 500 }, '1..0,500'],
    ['3..1,500,steps:4', { from: 3, to: 1, kind: 'steps', count: 4, until: 500 }, '3..1,steps:4,500'],
    ['3..1,steps', { from: 3, to: 1, kind: 'steps' }, '3..1,steps'],
    [
      { from: 1e-3, to: 1e-5, kind: 'exponential', until: null },
      { from: 1e-3, to: 1e-5, kind: 'exponential' },
      '0.001..0.00001,exponential',
    ],
  ])('%j', (given, schedule, text) => {
    expect(looksLikeSchedule(given)).toBe(true)
    const read = readSchedule(given)
    expect(read).toEqual(schedule)
    expect(isSchedule(read)).toBe(true)
    expect(scheduleText(read)).toBe(text)
    expect(readSchedule(scheduleText(read))).toEqual(read)
    expect(readSchedule(JSON.parse(JSON.stringify(read)))).toEqual(read)
  })

  test.each<[unknown, string]>([
    [{ from: 1 }, 'to is missing; it must be a finite number'],
    [{ to: 1 }, 'from is missing; it must be a finite number'],
    [{ from: null, to: 1 }, 'from is null; it must be a finite number'],
    [{ from: 1, to: Number.NaN }, 'to is NaN; it must be a finite number'],
    [{ from: 1, to: 0, kind: 'log' }, 'kind is "log"; it must be one of linear, cosine, exponential, steps'],
    [{ from: 1, to: 0, until: 0 }, 'until is 0; it must be a whole number of steps, at least 1'],
    [
      { from: 1, to: 0, until: 2.5 },
      'until is 2.5; it must be a whole number of steps, at least 1, or a share',
    ],
    [
      { from: 1, to: 0, until: -0.5 },
      'until is -0.5; it must be a whole number of steps, at least 1, or a share',
    ],
    [{ from: 1, to: 0, kind: 'steps', count: 0 }, 'count is 0; it must be a whole number, at least 1'],
    [{ from: 1, to: 0, count: 3 }, 'count is 3; it is for kind steps, and this one is linear'],
    [{ from: 1, to: 0, end: 3 }, 'end is unknown; a schedule has from, to, kind, until, count'],
    [
      '1..0,exponential',
      'kind is exponential, from 1 to 0: by factors nothing reaches or crosses 0; take linear or cosine, or another end',
    ],
    [{ from: -1, to: 1, kind: 'exponential' }, 'kind is exponential, from -1 to 1: by factors nothing'],
    [
      '1..',
      ' is "1.."; write a schedule as FROM..TO, perhaps with a kind and the step of its end: 0.1..0,cosine',
    ],
    ['1..2..3', ' is "1..2..3"; write a schedule'],
    ['1..0,linear,cosine', ' is "1..0,linear,cosine"; write a schedule'],
    ['1..0,5,6', ' is "1..0,5,6"; write a schedule'],
  ])('%j is refused', (given, message) => {
    try {
      readSchedule(given)
      expect.unreachable()
    } catch (error) {
      expect(error).toBeInstanceOf(ScheduleError)
      const { path, message: text } = error as ScheduleError
      expect(`${path.join('.')} ${text}`).toContain(message)
    }
  })

  test('numbers, words and parts are no schedules', () => {
    for (const given of [1, null, undefined, 'value', { kind: 'linear', epsilon: 0.1 }, { up: 1, down: 0 }])
      expect(looksLikeSchedule(given)).toBe(false)
  })
})

describe('within settings', () => {
  const settings = {
    rate: { from: 1, to: 0, kind: 'linear' },
    list: [1, 2],
    none: null,
    inner: { plain: 3, sides: { up: { from: 0, to: 4, kind: 'linear', until: 50 }, down: 1 }, word: 'x' },
  } as const

  test('each has its own value at a step', () => {
    expect(atStep(settings, 25, 100)).toEqual({
      rate: 0.75,
      list: [1, 2],
      none: null,
      inner: { plain: 3, sides: { up: 2, down: 1 }, word: 'x' },
    })
  })

  test('what has none is the same object', () => {
    const plain = { a: 1, inner: { b: [1], c: null } }
    expect(atStep(plain, 5, 10)).toBe(plain)
    expect(atStep({ ...settings, plain }, 5, 10).plain).toBe(plain)
  })

  test('they are found by their paths', () => {
    expect(schedulesIn(settings).map(([path, { to }]) => [path, to])).toEqual([
      ['rate', 0],
      ['inner.sides.up', 4],
    ])
  })
})
