/** A self-check: something that must hold wherever formscale runs, tried on the spot. */
export interface Check {
  /** A few words; unique. */
  readonly name: string
  /** One sentence: what is compared with what. */
  readonly about: string
  /** What it has to fetch first, where that is much; such checks are run when asked for. */
  readonly needs?: string
  /** @returns what was found, with its numbers; a throw is a failure, its message the reason. */
  run(): Promise<Finding> | Finding
}

export interface Finding {
  readonly passed: boolean
  /** One line. */
  readonly detail: string
}

export interface CheckResult extends Finding {
  readonly name: string
  readonly milliseconds: number
}

/** Runs a check; never throws. */
export async function runCheck(check: Check): Promise<CheckResult> {
  const started = performance.now()
  const finding = await attempt(check)
  return { name: check.name, ...finding, milliseconds: performance.now() - started }
}

async function attempt(check: Check): Promise<Finding> {
  try {
    return await check.run()
  } catch (error) {
    return { passed: false, detail: error instanceof Error ? error.message : String(error) }
  }
}

/** A finding about a largest error and what it may be. */
export const within = (worst: number, limit: number, what: string): Finding => ({
  passed: worst <= limit,
  detail: `${what} ${worst === 0 ? 0 : worst.toExponential(1)}, allowed ${limit.toExponential(0)}`,
})
