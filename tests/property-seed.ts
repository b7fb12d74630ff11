/**
 * Property tests take the same cases every time, so that a red run means a change. `npm run test:long` takes fresh ones, and
 * names their seed.
 */
import fc from 'fast-check'

fc.configureGlobal({ seed: Number(process.env['PROPERTY_SEED'] ?? 1) })
