/** A finished study as the scripts of docs/results/deep-rl.md see it: its runs, and their scores against a baseline. */

import { findRuns } from '../../dist/studies/folder/find-runs.js'
import { areaMean, curveOf } from '../../dist/studies/results/curves.js'
import { groupRuns } from '../../dist/studies/results/groups.js'
import { references } from '../../dist/studies/results/references.js'
import { mean, normalise, scoresOf } from '../../dist/studies/statistics/index.js'

const unique = (values) => [...new Set(values)]

/** @param only environments, of all that there are. */
export function readStudy(dir, only) {
  const inSearch = (folder) => folder.startsWith(`${dir}/search/`)
  const groups = groupRuns(findRuns(dir).runs.filter(({ folder }) => !inSearch(folder)))
  const runs = groups.flatMap(({ env, label, finished }) =>
    finished.map(({ config, metrics, result }) => {
      const curve = curveOf(metrics, 'meanReturn')
      return {
        env,
        update: label,
        seed: config.seed,
        final: result.meanReturn,
        training: areaMean(curve),
        seconds: result.seconds,
        curve,
      }
    }),
  )
  const of = (update, env) => runs.filter((run) => run.update === update && run.env === env)
  const environments = unique(runs.map(({ env }) => env)).filter((env) => only?.includes(env) ?? true)
  /** Those that have finished in every environment. */
  const updates = unique(runs.map(({ update }) => update)).filter((update) =>
    environments.every((env) => of(update, env).length > 0),
  )

  /**
   * Scores of an update, runs × environments: 0 is the return of random actions, 1 the mean of the baseline.
   *
   * @param measure `final` or `training`
   */
  function scores(update, baseline, measure) {
    const cells = environments.map((env) => of(update, env))
    const count = Math.min(...cells.map(({ length }) => length))
    const rows = Array.from({ length: count }, (_, i) => cells.map((runs) => runs[i][measure]))
    const ranges = environments.map((env) => ({
      zero: references[env]?.random ?? 0,
      one: mean(of(baseline, env).map((run) => run[measure])),
    }))
    return normalise(scoresOf(update, rows), ranges)
  }
  return { runs, environments, updates, of, scores }
}
