#!/usr/bin/env node
// The rest is loaded by what is here, so that even a failure to load it is one line.
try {
  const { main } = await import('./program.ts')
  const code = await main(process.argv.slice(2))
  if (code !== 0) process.exitCode = code
} catch (error) {
  const { code, message } = error as NodeJS.ErrnoException
  const cause = code === 'EMFILE' ? 'too many files are open; raise the limit (ulimit -n)' : message
  process.stderr.write(`formscale: can't be loaded: ${cause}\n`)
  process.exitCode = 1
}
