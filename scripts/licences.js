// Writes THIRD-PARTY.md: the packages that an install of formscale brings along, those whose code lies within it, and
// those that it asks for, each with its licence; of code that lies within it, the licence itself.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'

const read = (path) => JSON.parse(readFileSync(path, 'utf8'))

/** In the library and the pages of the lab. */
const bundled = [
  'zod',
  '@noble/hashes',
  'fastest-levenshtein',
  'jsep',
  'preact',
  '@preact/signals',
  '@preact/signals-core',
  'three',
  'uplot',
  'fflate',
  '@mujoco/mujoco',
]

const { packages } = read('package-lock.json')
const brought = Object.entries(packages)
  .filter(
    ([path, { dev, devOptional, link }]) => path.startsWith('node_modules/') && !link && !dev && !devOptional,
  )
  .map(([path]) => path.replace(/^.*node_modules\//, ''))
const asked = Object.keys(read('package.json').peerDependencies)

const licenceOf = (name) => read(`node_modules/${name}/package.json`).license
const textOf = (name) => {
  const file = readdirSync(`node_modules/${name}`).find((one) => /^licen[cs]e/i.test(one))
  return file === undefined ? undefined : readFileSync(`node_modules/${name}/${file}`, 'utf8').trim()
}
const table = (names) =>
  [
    '| package | licence |',
    '| --- | --- |',
    ...[...new Set(names)].sort().map((name) => `| ${name} | ${licenceOf(name)} |`),
  ].join('\n')
const texts = bundled
  .map((name) => [name, textOf(name)])
  .filter(([, text]) => text !== undefined)
  .map(([name, text]) => `### ${name}\n\n\`\`\`text\n${text}\n\`\`\``)

writeFileSync(
  'THIRD-PARTY.md',
  `# Licences of what formscale is used with

Written by \`npm run licences\`.

## Installed with it

${table(brought)}

## Asked for where it is needed

${table(asked)}

## Within it

${table(bundled)}

${texts.join('\n\n')}
`,
)
