import { type LinkChecks, problemsIn } from '../link.ts'
import { place } from '../place.ts'

/** What the link to this page says that can't be shown, above what is shown instead. */
export function LinkProblems({ checks }: { readonly checks: LinkChecks }) {
  const problems = problemsIn(place().query, checks)
  if (problems.length === 0) return null
  return (
    <div class="problem" role="alert">
      <p>This link can't be shown as it is. What is wrong was left out:</p>
      <ul>
        {problems.map((problem) => (
          <li key={problem}>{problem}</li>
        ))}
      </ul>
    </div>
  )
}
