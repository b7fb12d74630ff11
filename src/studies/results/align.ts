/** Numbers of f that have several spellings, in one: so that runs can be compared along them. */
import { type Parameters, policyShare, robusts, trusts } from '../../updates/index.ts'

/** Settings of a run as dotted paths to text. */
type Flat = ReadonlyMap<string, string>

/**
 * The same settings, of several runs, with one spelling of what some have otherwise: a number for both signs of u is one for
 * each where any run has that, a number that says nothing when it is left out stands there where any run has it, and a form
 * is its κ where any run has one between value and policy.
 */
export function align(runs: readonly Flat[]): Flat[] {
  const paths = new Set(runs.flatMap((run) => [...run.keys()]))
  const split = [...paths].filter((path) => path.endsWith('.up')).map((path) => path.slice(0, -'.up'.length))
  const between = runs.some((run) => isNumber(run.get('update.form')))
  return runs.map((run) => {
    const aligned = new Map([...run, ...absentIn(run, paths)])
    for (const path of split) {
      const value = aligned.get(path)
      if (value === undefined) continue
      aligned.delete(path)
      aligned.set(`${path}.up`, value).set(`${path}.down`, value)
    }
    const form = run.get('update.form')
    if (between && (form === 'value' || form === 'policy'))
      aligned.set('update.form', String(policyShare(form)))
    return aligned
  })
}

/** Numbers that the run's parts have and leave out, where another run has them. */
function absentIn(run: Flat, paths: ReadonlySet<string>): [path: string, value: string][] {
  const parts = Object.entries({ trust: trusts, robust: robusts } as Record<string, Parts>)
  return parts.flatMap(([part, kinds]) => {
    const prefix = `update.scale.${part}`
    return Object.entries(kinds[run.get(`${prefix}.kind`) ?? '']?.parameters ?? {})
      .map(([key, { absent }]) => [`${prefix}.${key}`, String(absent)] as [string, string])
      .filter(([path, value]) => isNumber(value) && !run.has(path) && !run.has(`${path}.up`))
      .filter(([path]) => paths.has(path) || paths.has(`${path}.up`))
  })
}

type Parts = Readonly<Record<string, { readonly parameters: Parameters } | undefined>>

const isNumber = (text: string | undefined) => text !== undefined && Number.isFinite(Number(text))
