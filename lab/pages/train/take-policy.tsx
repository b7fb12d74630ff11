/** The policy alone, to be taken elsewhere: the library's bytes, or ONNX for other runtimes. */
import { useState } from 'preact/hooks'
import type { PageRun } from './runs.ts'

const kinds = {
  formscale: {
    text: 'Policy',
    suffix: 'policy',
    title: 'for loadPolicy of formscale/policy, in a page or Node',
  },
  onnx: { text: 'ONNX', suffix: 'onnx', title: 'for ONNX Runtime and others' },
} as const

export function TakePolicy({ run }: { readonly run: PageRun }) {
  const [problem, setProblem] = useState<string>()
  const [taken, setTaken] = useState<keyof typeof kinds>()
  const take = async (kind: keyof typeof kinds) => {
    try {
      // With the kernels, which a page that only looks has no need of.
      const { policyFile } = await import('./policy-file.ts')
      const { suffix } = kinds[kind]
      await policyFile(run, suffix)
      setProblem(undefined)
      setTaken(kind)
    } catch (error) {
      setProblem((error as Error).message)
    }
  }
  return (
    <div class="row take">
      <span class="note">Take it home:</span>
      {(['formscale', 'onnx'] as const).map((kind) => (
        <button key={kind} type="button" title={kinds[kind].title} onClick={() => void take(kind)}>
          {kinds[kind].text}
        </button>
      ))}
      {/* Titles are for pointers alone. */}
      <span class="note" role="status">
        {taken && `${kinds[taken].text}: ${kinds[taken].title}`}
      </span>
      <span class="note wrong" role="alert">
        {problem}
      </span>
    </div>
  )
}
