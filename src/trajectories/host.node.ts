/** What trajectories have from Node. */

/**
 * The lines of a file, one at a time.
 *
 * @throws Error where there is no such file.
 */
export async function* linesOf(file: string): AsyncGenerator<string> {
  // Loaded where they are needed: `import 'formscale'` does without.
  const [{ createReadStream, existsSync }, { createInterface }] = await Promise.all([
    import('node:fs'),
    import('node:readline'),
  ])
  if (!existsSync(file)) throw new Error(`there is no file ${file}`)
  yield* createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })
}
