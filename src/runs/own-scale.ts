/** Where the f of an update comes from that has its own: the program, or a file that the user named. */
import { updateFile } from '#host/runs'
import { isCodeFile } from '../is-code-file.ts'
import { isOwn, type ScaleFunction, type Update, type UpdateInput } from '../updates/index.ts'

/**
 * f of an update that has its own; undefined of a point. A file is loaded, which runs it.
 *
 * @param given the update as the user gave it, from which `update` came. What a run's files say is never enough.
 * @throws Error of one line for an f that was not given, or a file without one.
 */
export async function ownScale(
  given: string | UpdateInput | undefined,
  update: Update,
): Promise<ScaleFunction | undefined> {
  if (!isOwn(update)) return undefined
  const scale = typeof given === 'object' ? given.scale : undefined
  if (typeof scale === 'function') return scale
  const { own } = scale !== undefined && 'own' in scale ? scale : { own: given }
  if (typeof own === 'string' && isCodeFile(own)) return (await updateFile()).scaleFrom(own)
  throw new Error(
    `update '${update.name}' has an f of its own (${update.scale.own}), which a run only names: give it again, as update: { ..., scale: f } in a program, or by --update FILE`,
  )
}
