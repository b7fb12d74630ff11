import type { KernelBuild } from '../kernels/index.ts'
import type { Config } from '../training/config.ts'
import { version } from '../training/version.ts'

/** `config.json`: everything needed to repeat a run. */
export interface ConfigFile {
  readonly formscale: string
  /** Version of Node, or `browser`. */
  readonly node: string
  readonly kernels: KernelBuild
  readonly config: Config
}

export function configText(config: Config, kernels: KernelBuild, node: string): string {
  const file: ConfigFile = { formscale: version, node, kernels, config }
  return `${JSON.stringify(file, null, 2)}\n`
}
