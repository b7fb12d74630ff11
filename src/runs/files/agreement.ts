/** A run says twice how it was made, in `config.json` and in its checkpoint: what contradicts itself is not taken up. */
import { flatten } from '../../settings/paths.ts'
import type { Config } from '../../training/config.ts'

/**
 * @param run what it is called in the error.
 * @throws Error of one line that names the setting and both values.
 */
export function requireAgreement(run: string, file: Config, checkpoint: Config): void {
  const [inFile, inCheckpoint] = [flatten(file), flatten(checkpoint)]
  const path = [...new Set([...inFile.keys(), ...inCheckpoint.keys()])].find(
    (path) => inFile.get(path) !== inCheckpoint.get(path),
  )
  if (path === undefined) return
  throw new Error(
    `${run} contradicts itself: its config.json has ${path}=${inFile.get(path) ?? 'absent'}, its checkpoint ${inCheckpoint.get(path) ?? 'absent'}; restore the file that was changed`,
  )
}
