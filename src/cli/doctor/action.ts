import { type CheckResult, checks, runCheck } from '../../checks/index.ts'
import { loadKernels } from '../../kernels/index.ts'
import { version } from '../../training/version.ts'
import { Reported } from '../errors.ts'

/** Runs every check and says how each went as it ends. */
export async function doctorAction({ json }: { readonly json?: true }): Promise<void> {
  const { build, wide } = await loadKernels()
  const results: CheckResult[] = []
  const machine = `${process.platform} ${process.arch}`
  const kernels = `kernels ${build}, ${wide ? 256 : 128} bits wide`
  if (!json) console.log(`formscale ${version}, Node ${process.version}, ${machine}, ${kernels}\n`)
  for (const check of checks) {
    const result = await runCheck(check)
    results.push(result)
    if (!json) console.log(line(result))
  }
  const failed = results.filter(({ passed }) => !passed)
  if (json)
    console.log(
      JSON.stringify(
        { formscale: version, node: process.version, machine, kernels: build, results },
        null,
        2,
      ),
    )
  else console.log(`\n${verdict(results.length, failed.length)}`)
  if (failed.length > 0) throw new Reported()
}

const NAME = Math.max(...checks.map(({ name }) => name.length))

const line = ({ name, passed, detail, milliseconds }: CheckResult) =>
  `${mark(passed)} ${name.padEnd(NAME)}  ${`${Math.round(milliseconds)} ms`.padStart(8)}  ${detail}`

/** In colour where a person reads it. */
function mark(passed: boolean): string {
  const sign = passed ? '✓' : '✗'
  return process.stdout.isTTY ? `\u001b[${passed ? 32 : 31}m${sign}\u001b[0m` : sign
}

const verdict = (all: number, failed: number) =>
  failed === 0
    ? `All ${all} checks passed.`
    : `${failed} of ${all} checks failed: results of this machine are not to be trusted.`
