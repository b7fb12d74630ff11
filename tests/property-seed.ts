/**
 * Property tests take the same cases every time, so that a red run means a change. `npm run test:long` takes fresh ones, and
 * names their seed. Where mutants are to be killed, one failing case is enough, and the least is not looked for.
 */
import fc from 'fast-check'

fc.configureGlobal({
  seed: Number(process.env['PROPERTY_SEED'] ?? 1),
  endOnFailure: process.env['PROPERTY_SHRINKING'] === 'none',
})
