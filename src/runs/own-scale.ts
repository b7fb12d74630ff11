/** Where the f of an update comes from that has its own: the program, or a file that the user named. */
import { updateFile } from '#host/runs'
import { isCodeFile } from '../is-code-file.ts'
import {
  isCode,
  type ScaleFunction,
  type ScheduledUpdate,
  type UpdateInput,
  withoutOwn,
} from '../updates/index.ts'

/** An f that is code. */
export interface OwnScale {
  readonly scale?: ScaleFunction
  /** SHA-256 of the file that it is in. */
  readonly updateFile?: string
}

/**
 * f of an update whose f is code; nothing of any other. A file is loaded, which runs it.
 *
 * @param given the update as the user gave it, from which `update` came. What a run's files say is never enough.
 * @throws Error of one line for an f that was not given, or a file without one.
 */
export async function ownScale(
  given: string | UpdateInput | undefined,
  update: ScheduledUpdate,
): Promise<OwnScale> {
  if (!isCode(update)) return {}
  const scale = typeof given === 'object' ? given.scale : undefined
  if (typeof scale === 'function') return { scale }
  const { own } = scale !== undefined && 'own' in scale ? scale : { own: given }
  if (typeof own === 'string' && isCodeFile(own)) {
    const { fileDigest, scaleFrom } = await updateFile()
    return { scale: await scaleFrom(own), updateFile: fileDigest(own) }
  }
  throw new Error(withoutOwn(update))
}
