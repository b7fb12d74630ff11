/** A part of a run: the calls that were made while the part above it was at work. */
interface Phase {
  readonly name: string
  /** What the phase does itself, beside the phases within it. */
  readonly rest: string
  readonly parent: Phase | undefined
  readonly within: Map<string, Phase>
  /** Milliseconds of the phase itself. */
  own: number
}

/** A line of a profile: a phase, or what it did itself beside the phases within it. */
export interface ProfileRow {
  /** The phase. */
  readonly name: string
  /** How many phases it lies within. */
  readonly depth: number
  /** How long it took. */
  readonly seconds: number
  /** Of the whole, in [0, 1]. */
  readonly share: number
}

type Method = (...values: never[]) => unknown
type MethodName<T> = { [Name in keyof T]: T[Name] extends Method ? Name : never }[keyof T]

/**
 * Says where the time of a run goes. It puts itself before methods of the objects whose calls it times: two looks at the
 * clock a call, whose own time it measures as it starts and takes off, and code that nobody times neither knows nor pays.
 */
export class Profile {
  readonly #root: Phase = { name: 'all', rest: 'the rest', parent: undefined, within: new Map(), own: 0 }
  #now = this.#root
  #since: number | undefined
  /** What a look at the clock takes, ms. */
  #look = 0

  /** Begins to count; `train` does so before its loop. */
  start(): void {
    this.#look = lookTime()
    this.#since = performance.now()
  }

  /** Counts a method's calls as a phase, up to their promise's end if they give one. */
  time<T extends object>(target: T, method: MethodName<T> & string, phase: string, rest?: string): void {
    const timed = this.timed(phase, (target[method] as Method).bind(target), rest)
    Object.defineProperty(target, method, { value: timed, configurable: true })
  }

  /** The function, its calls counted as a phase. */
  timed<F extends Method>(phase: string, run: F, rest = 'the rest'): F {
    const timed = (...values: Parameters<F>) => {
      this.#enter(phase, rest)
      let result: unknown
      try {
        result = run(...values)
      } finally {
        if (!(result instanceof Promise)) this.#leave()
      }
      return result instanceof Promise ? result.finally(() => this.#leave()) : result
    }
    return timed as F
  }

  #enter(name: string, rest: string): void {
    this.#count()
    let phase = this.#now.within.get(name)
    if (!phase) {
      phase = { name, rest, parent: this.#now, within: new Map(), own: 0 }
      this.#now.within.set(name, phase)
    }
    this.#now = phase
  }

  #leave(): void {
    this.#count()
    this.#now = this.#now.parent ?? this.#root
  }

  /** Gives the time since the last look at the clock to the phase at work. */
  #count(): void {
    const now = performance.now()
    if (this.#since !== undefined) this.#now.own += now - this.#since - this.#look
    this.#since = now
  }

  /** The phases with their shares, each before those within it, and after these what it did itself. */
  rows(): ProfileRow[] {
    this.#count()
    const total = sum(this.#root)
    const row = (name: string, depth: number, own: number): ProfileRow => ({
      name,
      depth,
      seconds: own / 1000,
      share: total === 0 ? 0 : own / total,
    })
    const below = (phase: Phase, depth: number): ProfileRow[] => {
      const inner = [...phase.within.values()].flatMap((one) => [
        row(one.name, depth, sum(one)),
        ...below(one, depth + 1),
      ])
      return inner.length === 0 ? [] : [...inner, row(phase.rest, depth, ownTime(phase))]
    }
    return [row(this.#root.name, 0, total), ...below(this.#root, 1)]
  }
}

/** A phase that is hardly more than its looks at the clock may come out below 0. */
const ownTime = ({ own }: Phase) => Math.max(0, own)

const sum = (phase: Phase): number =>
  [...phase.within.values()].reduce((total, one) => total + sum(one), ownTime(phase))

const LOOKS = 2000

/** Milliseconds between two looks at the clock with nothing to time: the least mean of several rounds, the first of which compile. */
function lookTime(): number {
  const nothing = new Profile().timed('nothing', () => undefined)
  let least = Number.POSITIVE_INFINITY
  for (let round = 0; round < 10; round++) {
    const begin = performance.now()
    for (let call = 0; call < LOOKS / 2; call++) nothing()
    least = Math.min(least, (performance.now() - begin) / LOOKS)
  }
  return least
}
