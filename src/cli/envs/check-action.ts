import { codeIn } from '../../envs/id.ts'
import { checkEnvironment, type Finding } from '../../envs/index.ts'
import { printable } from '../../printable.ts'
import { makerOf } from '../../rollouts/index.ts'
import { rememberNamed } from '../named-code.ts'
import { shellWord } from '../options.ts'
import { textTable } from '../table.ts'

export async function envsCheckAction(source: string): Promise<void> {
  rememberNamed(codeIn(source))
  const make = await makerOf(source)
  // What can't be made at all is one error, not six.
  make().close?.()
  const findings = checkEnvironment(make)
  console.log(
    textTable(
      [
        { title: source, cell: ({ check }: Finding) => check },
        { title: '', cell: ({ verdict }: Finding) => verdict },
        { title: '', cell: ({ message }: Finding) => message },
      ],
      findings,
    ),
  )
  const failed = findings.filter(({ verdict }) => verdict === 'failed')
  if (failed.length > 0)
    throw new Error(
      `${source}: ${failed.length} of ${findings.length} checks failed: ${failed.map(({ check }) => check).join(', ')}`,
    )
  console.log(`\n  $ formscale train --env ${printable(shellWord(source))}`)
}
