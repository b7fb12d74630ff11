/** Writes the report of a folder of runs: one page that works offline, and each figure as SVG and CSV. */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { type Finding, findingOf, ranked, rankedBy } from '../findings.ts'
import { folderName } from '../folder-name.ts'
import { groupRuns } from '../groups.ts'
import { type FoundRuns, findRuns } from '../runs.ts'
import type { Estimate } from '../statistics/index.ts'
import { studyCommands } from '../study-file.ts'
import { csv } from './csv.ts'
import { curveFigure, diagnosticFigures, type Figure, finalFigure } from './environment-figures.ts'
import { type EnvironmentSection, pageHtml } from './page.ts'
import { type PaintedGroup, paint } from './palette.ts'
import { type Drawing, openDrawing, standaloneSvg } from './svg.ts'

export interface Report extends FoundRuns {
  /** The page. */
  readonly file: string
  /** Where the figures are. */
  readonly figures: string
  readonly findings: readonly Finding[]
}

/**
 * Reads every run at or below `dir`, writes `dir/report.html` and the figures in `dir/report/`.
 *
 * @throws Error if there is no run that can be read.
 */
export async function writeReport(dir: string): Promise<Report> {
  const found = findRuns(dir)
  if (found.runs.length === 0) throw noRuns(dir, found)
  const drawing = await openDrawing()
  const groups = paint(groupRuns(found.runs))
  const sections = [...new Set(groups.map(({ env }) => env))].map((env) =>
    sectionOf(
      drawing,
      env,
      groups.filter((group) => group.env === env),
    ),
  )
  const figures = join(dir, 'report')
  for (const section of sections) writeFigures(join(figures, folderName(section.env)), section)
  const findings = sections.flatMap((section) => section.findings)
  writeFileSync(join(figures, 'findings.csv'), findingsCsv(findings))
  const file = join(dir, 'report.html')
  const title = basename(resolve(dir))
  writeWhole(file, pageHtml({ title, sections, ...found, commands: commandsFor(dir, found) }))
  return { ...found, file, figures, findings }
}

function sectionOf(drawing: Drawing, env: string, groups: readonly PaintedGroup[]): EnvironmentSection {
  const findings = groups.map(findingOf)
  const by = rankedBy(findings)
  const hasRegret = groups.some(({ finished, unfinished }) =>
    [...finished, ...unfinished].some(({ metrics }) => metrics.some(({ regret }) => regret !== undefined)),
  )
  const curves = (hasRegret ? (['regret', 'meanReturn'] as const) : (['meanReturn'] as const)).map((metric) =>
    curveFigure(drawing, groups, metric),
  )
  const final = finalFigure(drawing, groups, ranked(findings), by)
  return { env, groups, findings, curves, final, diagnostics: diagnosticFigures(drawing, groups) }
}

function writeFigures(folder: string, { curves, final, diagnostics }: EnvironmentSection): void {
  mkdirSync(folder, { recursive: true })
  const figures: readonly Figure[] = [...curves, ...(final ? [final] : []), ...diagnostics]
  for (const figure of figures) {
    writeFileSync(join(folder, `${figure.name}.svg`), standaloneSvg(figure.file))
    writeFileSync(join(folder, `${figure.name}.csv`), figure.csv)
  }
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
    : runs.map(({ folder }) => `formscale train --config ${join(folder, 'config.json')}`)
}

/** Never leaves half a file. */
function writeWhole(file: string, text: string): void {
  writeFileSync(`${file}.part`, text)
  renameSync(`${file}.part`, file)
}

function noRuns(dir: string, { broken }: FoundRuns): Error {
  if (broken.length === 0)
    return new Error(`no runs at or below ${dir}; formscale train and compare make them`)
  const [{ folder, problem }] = broken
  return new Error(`no run at or below ${dir} can be read; ${folder}: ${problem}`)
}
