/**
 * Binary data that travels in modules, as text: deflated, then base64. So it needs no loader, no bundler's plug-in and no file
 * access.
 *
 * @param base64 of the raw deflate format (RFC 1951).
 */
export async function inflate(base64: string): Promise<Uint8Array<ArrayBuffer>> {
  const deflated = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
  const zlib = globalThis.process?.getBuiltinModule?.('node:zlib')
  if (zlib) return Uint8Array.from(zlib.inflateRawSync(deflated))
  const stream = new Blob([deflated]).stream().pipeThrough(new DecompressionStream('deflate-raw'))
  return new Uint8Array(await new Response(stream).arrayBuffer())
}
