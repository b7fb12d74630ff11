/**
 * Forward-mode differentiation over a handful of variables: a number and its gradient. Written to
 * be read beside a textbook's loss, and to share nothing with the updates it judges.
 */
export class Dual {
  readonly value: number
  readonly gradient: readonly number[]

  constructor(value: number, gradient: readonly number[]) {
    this.value = value
    this.gradient = gradient
  }

  /** The independent variables at these values: the gradient of each is its unit vector. */
  static variables(values: readonly number[]): Dual[] {
    return values.map(
      (value, index) =>
        new Dual(
          value,
          values.map((_, other) => (other === index ? 1 : 0)),
        ),
    )
  }

  plus(other: Dual | number): Dual {
    if (typeof other === 'number') return new Dual(this.value + other, this.gradient)
    return new Dual(
      this.value + other.value,
      this.gradient.map((slope, i) => slope + other.gradient[i]),
    )
  }

  times(other: Dual | number): Dual {
    if (typeof other === 'number') return this.#chain(this.value * other, other)
    return new Dual(
      this.value * other.value,
      this.gradient.map((slope, i) => slope * other.value + this.value * other.gradient[i]),
    )
  }

  minus(other: Dual | number): Dual {
    return this.plus(typeof other === 'number' ? -other : other.times(-1))
  }

  square(): Dual {
    return this.times(this)
  }

  exp(): Dual {
    const value = Math.exp(this.value)
    return this.#chain(value, value)
  }

  log(): Dual {
    return this.#chain(Math.log(this.value), 1 / this.value)
  }

  #chain(value: number, derivative: number): Dual {
    return new Dual(
      value,
      this.gradient.map((slope) => slope * derivative),
    )
  }
}

export const sum = (terms: readonly Dual[]) => terms.reduce((total, term) => total.plus(term))

export const smaller = (a: Dual, b: Dual) => (a.value <= b.value ? a : b)

export const larger = (a: Dual, b: Dual) => (a.value >= b.value ? a : b)

/** `x` between its bounds, the bound (a constant) outside. */
export function clipped(x: Dual, low: number, high: number): Dual {
  const constant = x.gradient.map(() => 0)
  return smaller(larger(x, new Dual(low, constant)), new Dual(high, constant))
}

/** log softmax, with the largest value taken out first. */
export function logSoftmax(outputs: readonly Dual[]): Dual[] {
  const largest = Math.max(...outputs.map(({ value }) => value))
  const logSum = sum(outputs.map((output) => output.minus(largest).exp()))
    .log()
    .plus(largest)
  return outputs.map((output) => output.minus(logSum))
}
