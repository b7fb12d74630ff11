/** What the pages show of a snapshot of the runs. */
import { isFinished, type RunRecord, stepsOf } from '../../runs/files/index.ts'
import { studyCommands } from '../../studies/folder/study-file.ts'
import { type PaintedGroup, paint } from '../../studies/report/shown.ts'
import { curveOf, meanCurve, thin } from '../../studies/results/curves.ts'
import { type Finding, findingOf, ranked, rankedBy } from '../../studies/results/findings.ts'
import { type Group, groupRuns } from '../../studies/results/groups.ts'
import { finalScore, type Measure } from '../../studies/results/measure.ts'
import { suiteOf } from '../../studies/results/suite.ts'
import { improvementSteps } from '../../studies/statistics/improvement.ts'
import {
  aggregate,
  aggregates,
  type Estimate,
  type Scores,
  scoresOf,
} from '../../studies/statistics/index.ts'
import type { CurveAxis, CurveMetric } from '../../training/metrics.ts'
import { Memo } from './memo.ts'
import type {
  ComparedLine,
  Comparison,
  EnvironmentView,
  Overview,
  RunLine,
  Standing,
  Status,
  StudyView,
} from './messages.ts'
import type { CachedRun, Snapshot } from './run-cache.ts'
import { settingsOf } from './settings.ts'

/** A run that has written nothing for so long no longer runs. */
const QUIET_MS = 60_000

export function overview(dir: string, { runs, broken, studies }: Snapshot, now: number): Overview {
  const { common, own, repeats } = settingsOf(runs.map(({ record }) => record.config))
  return {
    dir,
    common,
    studies: studies.map(({ path, folder, search }) => ({
      path,
      search,
      runs: runs.filter(({ study }) => study === path).length,
      commands: studyCommands(folder),
    })),
    runs: runs.map((run, i) => ({
      ...lineOf(run, now),
      settings: own[i],
      repeats: repeats[i] === null ? null : runs[repeats[i]].path,
    })),
    broken: broken.map(({ path, study, problem }) => ({ path, study, problem })),
  }
}

function lineOf(run: CachedRun, now: number): Omit<RunLine, 'settings' | 'repeats'> {
  const { config, result, metrics } = run.record
  const latest = result ?? metrics.at(-1)
  return {
    path: run.path,
    study: run.study,
    env: config.env,
    update: config.update.name,
    seed: config.seed,
    status: statusOf(run, now),
    steps: stepsOf(run.record),
    totalSteps: config.totalSteps,
    meanReturn: latest?.meanReturn ?? null,
    regret: latest?.regret ?? null,
    seconds: latest?.seconds ?? null,
    checkpoint: run.checkpoint !== undefined,
  }
}

function statusOf({ record, failed, modified }: CachedRun, now: number): Status {
  if (isFinished(record)) return 'finished'
  if (failed) return 'failed'
  if (record.result) return 'stopped'
  return now - modified < QUIET_MS ? 'running' : 'interrupted'
}

/** The runs of a study; of all, trials of searches aside, without one. */
export function runsOf({ runs, studies }: Snapshot, study: string | undefined): readonly CachedRun[] {
  if (study !== undefined) return runs.filter((run) => run.study === study)
  const searches = new Set(studies.filter(({ search }) => search).map(({ path }) => path))
  return runs.filter((run) => !searches.has(run.study))
}

const findings = new Memo<Finding>()
const standings = new Memo<Pick<StudyView, 'standings' | 'scale'>>()

/** The bootstrap takes its time, and finished runs stay as they are. */
const memoisedFinding = (group: Group): Finding => ({
  ...findings.of(group.finished, () => findingOf(group)),
  label: group.label,
  unfinished: group.unfinished.length,
})

/** Stops after each group. */
export function* studyView(runs: readonly CachedRun[]): Generator<void, StudyView> {
  const plain = groupRuns(runs.map(({ record }) => record))
  const findings = new Map<string, Finding[]>()
  for (const group of plain) {
    findings.set(group.env, [...(findings.get(group.env) ?? []), memoisedFinding(group)])
    yield
  }
  const measureIn = (env: string) => rankedBy(findings.get(env) ?? [])
  const rankings = [...findings.values()].map((list) => ranked(list).map(({ label }) => label))
  const groups = paint(plain, rankings)
  const environments = [...findings].map(([env, list]): EnvironmentView => {
    const painted = (label: string) => groups.find((group) => group.env === env && group.label === label)
    return {
      env,
      measure: measureIn(env),
      findings: ranked(list).map((finding) => {
        const { colour = 0, shown = false } = painted(finding.label) ?? {}
        return { ...finding, colour, shown }
      }),
    }
  })
  const finished = groups.flatMap((group) => group.finished)
  return { environments, ...standings.of(finished, () => standingsOf(groups, measureIn)) }
}

function standingsOf(
  groups: readonly PaintedGroup[],
  measureIn: (env: string) => Measure,
): Pick<StudyView, 'standings' | 'scale'> {
  const suite = suiteOf(groups, measureIn)
  if (!suite) return { standings: [], scale: [] }
  const members = suite.members.map(
    ({ label, final }): Standing => ({
      label,
      colour: groups.find((group) => group.label === label)?.colour ?? 0,
      runs: final.runs,
      estimates: Object.fromEntries(
        aggregates.map((which) => [which, aggregate(final, which)]),
      ) as Standing['estimates'],
    }),
  )
  return {
    standings: members.sort((a, b) => b.estimates.iqm.value - a.estimates.iqm.value),
    scale: suite.environments.map(({ env, zeroIs, oneIs }) => ({ env, zero: zeroIs, one: oneIs })),
  }
}

/** Curves of some updates in an environment, and how they do against each other. Stops after each line, and each pair. */
export function* comparison(
  runs: readonly CachedRun[],
  env: string,
  metric: CurveMetric,
  over: CurveAxis,
  labels: ReadonlySet<string>,
): Generator<void, Comparison> {
  const paths = new Map(runs.map(({ record, path }) => [record, path]))
  const groups = groupRuns(runs.map(({ record }) => record)).filter((group) => group.env === env)
  const chosen = [...labels].flatMap((label) => groups.find((group) => group.label === label) ?? [])
  const lines: ComparedLine[] = []
  for (const group of chosen) {
    lines.push(comparedLine(group, metric, over, paths))
    yield
  }
  const findings: Finding[] = []
  for (const group of groups) {
    findings.push(memoisedFinding(group))
    yield
  }
  return { metric, lines, improvement: yield* improvementOf(chosen, rankedBy(findings)) }
}

function comparedLine(
  { label, finished, unfinished }: Group,
  metric: CurveMetric,
  over: CurveAxis,
  paths: ReadonlyMap<RunRecord, string>,
): ComparedLine {
  const curve = ({ metrics }: RunRecord) =>
    curveOf(over === 'step' ? metrics : [...metrics].map((row) => ({ ...row, step: row[over] })), metric)
  const mean = meanCurve(finished.map(curve).filter(({ length }) => length > 0))
  const column = (name: 'step' | 'value' | 'low' | 'high') => mean.map((point) => point[name])
  return {
    label,
    mean: { step: column('step'), value: column('value'), low: column('low'), high: column('high') },
    runs: [...finished, ...unfinished].map((run) => ({
      path: paths.get(run)!,
      seed: run.config.seed,
      points: thin(curve(run)),
    })),
  }
}

/** Of those that have a score in every finished run. */
function* improvementOf(
  groups: readonly Group[],
  measure: Measure,
): Generator<void, Comparison['improvement']> {
  const sign = measure.lowerIsBetter ? -1 : 1
  const scored = groups.flatMap(({ label, finished }): { label: string; scores: Scores }[] => {
    const scores = finished.map((run) => finalScore(run, measure)).filter((score) => score !== null)
    if (scores.length === 0 || scores.length < finished.length) return []
    return [
      {
        label,
        scores: scoresOf(
          label,
          scores.map((score) => [sign * score]),
        ),
      },
    ]
  })
  const pairs: (Estimate | null)[][] = yield* improvementSteps(scored.map(({ scores }) => scores))
  return { labels: scored.map(({ label }) => label), pairs }
}
