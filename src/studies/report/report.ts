/** Writes the report of a folder of runs: one page that works offline, and each figure as SVG and CSV. */
import { existsSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { parse } from 'yaml'
import { CONFIG_FILE } from '../../runs/files/index.ts'
import { makeFolder, plainFile, writeAtomically } from '../../runs/folder/index.ts'
import { type FoundRuns, findRuns } from '../folder/find-runs.ts'
import { SEARCH_FILE, STUDY_COPY, studyCommands } from '../folder/study-file.ts'
import { folderName } from '../folder-name.ts'
import { comparisonOf } from '../results/comparison.ts'
import { type Finding, ranked, rankedBy } from '../results/findings.ts'
import { type Group, groupRuns } from '../results/groups.ts'
import { readSearchFile, SEARCH_FOLDER } from '../search/search-file.ts'
import type { Estimate } from '../statistics/index.ts'
import { type EnvironmentSection, environmentSection, findingsByEnvironment } from './environment-section.ts'
import { csv } from './figures/csv.ts'
import { familyAxisFigures } from './figures/family-axes.ts'
import type { Figure } from './figures/figure.ts'
import type { HeatMaps } from './figures/heat-maps.ts'
import { standaloneSvg } from './figures/svg.ts'
import { comparisonMarkdown } from './markdown.ts'
import { chosen, type ReportOptions } from './options.ts'
import { type Page, pageHtml } from './page/page.ts'
import { curvesCsv, scoresCsv } from './raw-csv.ts'
import { type SearchFacts, type SearchSection, searchSections } from './search.ts'
import { paint } from './shown.ts'
import { suiteSection } from './suite-section.ts'
import { tunedIn } from './tuned.ts'

export interface Report extends FoundRuns {
  /** The page. */
  readonly file: string
  /** Where the figures are. */
  readonly figures: string
  readonly findings: readonly Finding[]
  /** Tables of the comparison, in Markdown. */
  readonly markdown: string
  /** The numbers of each run, and its curve. */
  readonly scoresCsv: string
  readonly curvesCsv: string
}

/**
 * Reads every run at or below `dir`, writes `dir/report.html` and the figures in `dir/report/`.
 *
 * @throws Error if there is no run that can be read, or none of what is asked for.
 */
export async function writeReport(dir: string, options: ReportOptions = {}): Promise<Report> {
  const found = findRuns(dir)
  if (found.runs.length === 0) throw noRuns(dir, found)
  const plain = chosen(groupRuns(found.runs), options)
  const comparison = comparisonOf(plain, options.baseline)
  const findings = findingsByEnvironment(plain)
  const rankings = [...findings.values()].map((list) => ranked(list).map(({ label }) => label))
  const groups = paint(plain, rankings)
  const measureIn = (env: string) => rankedBy(findings.get(env)!)
  const suite = suiteSection(groups, measureIn, comparison)
  const familyAxes = familyAxisFigures(comparison, groups)
  const sections = [...findings].map(([env, list]) =>
    environmentSection(
      env,
      groups.filter((group) => group.env === env),
      list,
    ),
  )
  const trials = trialsIn(dir)
  const search = searchSections(trials?.groups ?? groups, trials ?? NO_SEARCH, measureIn)

  const figures = join(dir, 'report')
  for (const section of sections) writeEnvironment(join(figures, folderName(section.env)), section)
  if (suite) {
    const folder = join(figures, 'all-environments')
    writeFigures(folder, suite.figures, suite.heatMaps)
    writeFileSync(join(folder, 'standings.csv'), suite.csv)
  }
  if (familyAxes.length > 0) writeFigures(join(figures, 'axes'), familyAxes, null)
  for (const section of search) writeSearch(join(figures, 'search', folderName(section.env)), section)
  const all = [...findings.values()].flat()
  writeFileSync(join(figures, 'findings.csv'), findingsCsv(all))
  const file = join(dir, 'report.html')
  const study = studyOf(dir)
  const searched = trials?.of ?? 'stopped'
  const page: Page = {
    ...study,
    suite,
    familyAxes,
    sections,
    search,
    searched,
    ...found,
    commands: commandsFor(dir, found),
  }
  writeAtomically(file, pageHtml(page))
  const { threshold } = options
  return {
    ...found,
    file,
    figures,
    findings: all,
    markdown: comparisonMarkdown(comparison, { ...options, ...tunedIn(dir) }),
    scoresCsv: scoresCsv(comparison, threshold),
    curvesCsv: curvesCsv(comparison),
  }
}

const NO_SEARCH: SearchFacts = { metric: null, chosen: [] }

interface Trials extends SearchFacts {
  /** Whether the report is about the study, or about these trials. */
  readonly of: 'study' | 'trials'
  readonly groups: readonly Group[]
}

/** The trials of a study's search, from the study's folder or from their own; null where there was none. */
function trialsIn(dir: string): Trials | null {
  const own = existsSync(join(dir, SEARCH_FILE))
  const study = own ? join(dir, '..') : dir
  const file = readSearchFile(study)
  if (!file) return null
  const chosen = file.spaces.flatMap(({ best }) => best ?? [])
  const { runs } = findRuns(join(study, SEARCH_FOLDER))
  return { of: own ? 'trials' : 'study', metric: file.metric, chosen, groups: groupRuns(runs) }
}

/** What a study's folder says of it; the folder's name where it says nothing. */
function studyOf(dir: string): { title: string; about: string; studyFile: string | null } {
  const folder = resolve(dir)
  const isSearch = existsSync(join(dir, SEARCH_FILE))
  const title = isSearch ? `${basename(dirname(folder))}: ${basename(folder)}` : basename(folder)
  const file = join(dir, STUDY_COPY)
  const studyFile = plainFile(file)?.toString()
  if (studyFile === undefined) return { title, about: '', studyFile: null }
  return { title, about: aboutIn(studyFile), studyFile }
}

function aboutIn(studyFile: string): string {
  try {
    const { about } = parse(studyFile) as { about?: unknown }
    return typeof about === 'string' ? about : ''
  } catch {
    return ''
  }
}

function writeEnvironment(folder: string, section: EnvironmentSection): void {
  const { curves, comparisons, diagnostics, heatMaps } = section
  writeFigures(folder, [...curves, ...comparisons, ...diagnostics], heatMaps)
}

function writeSearch(folder: string, { csv, heatMaps }: SearchSection): void {
  writeFigures(folder, [], heatMaps)
  writeFileSync(join(folder, 'trials.csv'), csv)
}

function writeFigures(folder: string, figures: readonly Figure[], maps: HeatMaps | null): void {
  makeFolder(folder)
  for (const { name, file, csv } of figures) {
    writeFileSync(join(folder, `${name}.svg`), standaloneSvg(file))
    writeFileSync(join(folder, `${name}.csv`), csv)
  }
  if (!maps) return
  for (const { name, svg } of maps.maps) writeFileSync(join(folder, `${name}.svg`), standaloneSvg(svg))
  writeFileSync(join(folder, 'heat-maps.csv'), maps.csv)
}

function findingsCsv(findings: readonly Finding[]): string {
  const parts = (estimate: Estimate | null) => [
    estimate?.value ?? null,
    estimate?.interval?.low ?? null,
    estimate?.interval?.high ?? null,
  ]
  const columns = ['final', 'finalIqm', 'training', 'regret', 'trainingRegret'] as const
  const header = ['env', 'update', 'seeds', 'unfinished']
  for (const column of columns) header.push(column, `${column}Low95`, `${column}High95`)
  const rows = findings.map((finding) => [
    finding.env,
    finding.label,
    finding.seeds.length,
    finding.unfinished,
    ...columns.flatMap((column) => parts(finding[column])),
    finding.stepsPerSecond,
    finding.seconds,
  ])
  return csv([...header, 'stepsPerSecond', 'seconds'], rows)
}

/** The recorded commands, else one for each run. */
function commandsFor(dir: string, { runs }: FoundRuns): string[] {
  const recorded = studyCommands(dir)
  // All but the first add to a folder that is there.
  return recorded.length > 0
    ? recorded.map((command, i) => (i === 0 ? command : `${command} --resume`))
    : runs.map(({ folder }) => `formscale train --config ${join(folder, CONFIG_FILE)}`)
}

function noRuns(dir: string, { broken }: FoundRuns): Error {
  if (broken.length === 0)
    return existsSync(join(dir, SEARCH_FOLDER, SEARCH_FILE))
      ? new Error(
          `no runs in ${dir} but those of its search so far: formscale report ${join(dir, SEARCH_FOLDER)}`,
        )
      : new Error(`no runs at or below ${dir}; formscale train and compare make them`)
  const [{ folder, problem }] = broken
  return new Error(`no run at or below ${dir} can be read; ${folder}: ${problem}`)
}
