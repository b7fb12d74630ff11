import { formulaScale } from '../../formulas/index.ts'
import { printable } from '../../printable.ts'
import { scaleFrom } from '../../runs/update-file.ts'
import { checkUpdate, isCode, type PropertyVerdict, scaleOf, updateAtStep } from '../../updates/index.ts'
import { shellWord } from '../options.ts'
import { textTable } from '../table.ts'
import { readUpdate } from '../update-source.ts'
import { surfaceText } from './surface-text.ts'

const MARKS = { holds: '✓', fails: '✗', open: '–' }

/** @throws Error where a property fails, after all of them were printed. */
export async function updatesCheckAction(source: string): Promise<void> {
  const update = updateAtStep(readUpdate(source), 0, 1)
  const own = isCode(update) ? await scaleFrom(update.scale.own) : formulaScale(update)
  const verdicts = checkUpdate(own ? { ...update, scale: own } : update)
  console.log(
    textTable(
      [
        { title: source, cell: ({ verdict, property }: PropertyVerdict) => `${MARKS[verdict]} ${property}` },
        { title: '', cell: ({ statement }: PropertyVerdict) => statement },
      ],
      verdicts,
    ),
  )
  const told = verdicts.filter(({ about }) => about !== '')
  if (told.length > 0) console.log(`\n${told.map((verdict) => printable(sentence(verdict))).join('\n')}`)
  const failed = verdicts.filter(({ verdict }) => verdict === 'fails').map(({ property }) => property)
  if (!failed.includes('finite')) console.log(`\n${surfaceText(scaleOf(update, own))}`)
  if (failed.length > 0)
    throw new Error(
      `${source}: ${failed.length} of ${verdicts.length} properties fail: ${failed.join(', ')}; it can be trained with all the same`,
    )
  console.log(`\n  $ formscale train --env CartPole-v1 --update ${printable(shellWord(source))}`)
}

function sentence({ property, verdict, at, about }: PropertyVerdict): string {
  const where = at ? ` at Δo = ${at.deltaO}, Δr = ${at.deltaR}` : ''
  return `${MARKS[verdict]} ${property}${where}: ${about}`
}
