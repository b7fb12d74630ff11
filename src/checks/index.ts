/** Self-checks: formscale tried on the machine and the engine at hand, in the terminal and in the browser alike. */
import type { Check } from './check.ts'
import { mujocoCheck, snapshotCheck } from './environments.ts'
import { gradientCheck, propertyCheck } from './family.ts'
import { kernelChecks } from './kernels.ts'
import { networkCheck } from './network.ts'
import { advantageCheck, truncationCheck } from './returns.ts'
import { checkpointCheck, determinismCheck } from './runs.ts'

export { type Check, type CheckResult, runCheck } from './check.ts'

/** In the order in which one thing rests on another. */
export const checks: readonly Check[] = [
  gradientCheck,
  propertyCheck,
  ...kernelChecks,
  networkCheck,
  advantageCheck,
  truncationCheck,
  snapshotCheck,
  determinismCheck,
  checkpointCheck,
  mujocoCheck,
]
