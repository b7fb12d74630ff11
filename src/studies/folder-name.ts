/** Names of folders, made of names that people give: of studies, environments and updates, in any script. */

/** More bytes than this are cut: with what stands around it, a name stays below the 255 that file systems allow. */
const MAX_BYTES = 180

/** Names that are devices on Windows. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i

/**
 * A name as the name of a folder. Letters, digits and symbols of every script stay; what a file system or a shell could
 * take amiss becomes '-'. Long names are cut, and end with a hash of the whole.
 */
export function folderName(name: string): string {
  const safe = name
    .normalize('NFC')
    .replace(/[^\p{L}\p{M}\p{N}\p{So}_.+=-]+/gu, '-')
    .replace(/^[.-]+/, '')
    .replace(DEVICE, '$1-')
  return shortened(safe, name) || 'unnamed'
}

function shortened(safe: string, name: string): string {
  if (bytesOf(safe) <= MAX_BYTES) return safe
  const end = `-${hashOf(name)}`
  let [kept, bytes] = ['', bytesOf(end)]
  for (const character of safe) {
    bytes += bytesOf(character)
    if (bytes > MAX_BYTES) break
    kept += character
  }
  return kept + end
}

const bytesOf = (text: string) => new TextEncoder().encode(text).length

/** FNV-1a, 32 bits. */
function hashOf(text: string): string {
  let hash = 0x811c9dc5
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0
  return hash.toString(16).padStart(8, '0')
}

/** The name that 0.1.0 gave the folder: of letters it knew the Latin ones without accents. */
export const earlierFolderName = (name: string) =>
  name.replace(/[^\w.+=-]+/g, '-').replace(/^[.-]+/, '') || 'unnamed'

/** The same for two folders if they are one where letter case is ignored, as on macOS and Windows. */
export const sameFolderKey = (folder: string) => folder.normalize('NFC').toUpperCase().toLowerCase()

/**
 * The first of the names that would share a folder with one before it, here or where letter case is ignored: where it
 * stands, and why it can't be.
 */
export function folderClash(names: readonly string[]): { index: number; problem: string } | undefined {
  const taken = new Map<string, string>()
  for (const [index, name] of names.entries()) {
    const folder = folderName(name)
    const other = taken.get(sameFolderKey(folder))
    if (other === undefined) taken.set(sameFolderKey(folder), name)
    else return { index, problem: clashOf(name, other, folder) }
  }
  return undefined
}

function clashOf(name: string, other: string, folder: string): string {
  if (name === other) return `two are called '${name}'`
  const why = folder === folderName(other) ? '' : ' where letter case is ignored, as on macOS and Windows'
  return `'${other}' and '${name}' would share the folder ${folder}${why}`
}
