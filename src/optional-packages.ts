/** Packages that are there only if the user wants what they are for: what each is for. */
const optionalPackages: Readonly<Record<string, { readonly version: string; readonly use: string }>> = {
  '@mujoco/mujoco': { version: '3.14.0', use: "MuJoCo's environments" },
  bullmq: { version: '^6.7.0', use: 'studies on several machines' },
  ioredis: { version: '^6.0.0', use: 'studies on several machines' },
  'onnxruntime-web': { version: '^1.30.0', use: 'comparisons of ONNX models' },
  hyparquet: { version: '^1.31.5', use: 'logs in Parquet' },
  'canvaskit-wasm': { version: '^0.42.0', use: 'films' },
}

/** Where an error is that such a package isn't there: what it is for, and the command that gets it. */
export function missingPackage(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  const [, name = ''] = error.message.match(/Cannot find (?:package|module) '([^']+)'/) ?? []
  const found = Object.keys(optionalPackages).find((one) => name === one || name.startsWith(`${one}/`))
  if (found === undefined) return undefined
  const { use } = optionalPackages[found]
  const together = Object.entries(optionalPackages).filter(([, other]) => other.use === use)
  const names = together.map(([one, { version }]) => `${one}@${version.replace('^', '')}`)
  return `${use} need${names.length > 1 ? ' packages' : ' a package'} that formscale does not bring along: npm install ${names.join(' ')}`
}
