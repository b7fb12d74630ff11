/** The reference of all that can be imported, by TypeDoc from the doc comments. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  Application,
  Comment,
  type ProjectReflection,
  type Reflection,
  ReflectionKind,
  type TypeDocOptions,
} from 'typedoc'
import { settingsOf } from '../../src/settings/list.ts'
import { configSchema } from '../../src/training/schema.ts'
import { REPOSITORY } from '../stage/stage.ts'

/** What package.json exports, as it lies in src/; the root comes last, since it hands on what others have. */
const entries: Readonly<Record<string, string>> = {
  'formscale/updates': 'src/updates/index.ts',
  'formscale/envs': 'src/envs/index.ts',
  'formscale/statistics': 'src/studies/statistics/index.ts',
  'formscale/policy': 'src/policies/load.ts',
  'formscale/worker': 'src/runs/worker/serve.ts',
  'formscale/mujoco': 'src/mujoco.ts',
  'formscale/zoo': 'src/zoo/index.ts',
  formscale: 'src/index.ts',
}

const options = {
  entryPoints: Object.values(entries).map((file) => join(REPOSITORY, file)),
  tsconfig: join(REPOSITORY, 'site/tsconfig.api.json'),
  basePath: REPOSITORY,
  // The compiler has checked them before.
  skipErrorChecking: true,
  excludeInternal: true,
  excludePrivate: true,
  excludeExternals: true,
  disableSources: true,
  readme: 'none',
  logLevel: 'Error',
  name: 'formscale',
  sort: ['source-order'],
} satisfies Partial<TypeDocOptions>

/** All that can be imported, named as it is imported. */
export async function publicApi(
  more: Partial<TypeDocOptions> = {},
): Promise<[Application, ProjectReflection]> {
  const app = await Application.bootstrapWithPlugins({ ...options, ...more } as Partial<TypeDocOptions>)
  const project = await app.convert()
  if (!project) throw new Error('TypeDoc gave no project')
  const names = new Map(Object.entries(entries).map(([name, file]) => [join(REPOSITORY, file), name]))
  for (const module of project.children ?? []) {
    const file = project.getSymbolIdFromReflection(module)?.fileName ?? ''
    module.name = names.get(file) ?? module.name
    module.comment = new Comment([{ kind: 'text', text: firstComment(readFileSync(file, 'utf8')) }])
  }
  describeSettings(project)
  for (const one of project.getReflectionsByKind(ReflectionKind.Parameter))
    if (one.name.startsWith('__')) one.name = 'options'
  return [app, project]
}

/** What a file says of itself, in its first line or lines. */
function firstComment(source: string): string {
  const [, text] = source.match(/^\/\*\*(.*?)\*\//s) ?? []
  if (!text) throw new Error('a file that can be imported begins with what it is')
  return text.replace(/\s*\n \* ?/g, ' ').trim()
}

/** Settings say what they are by their schema, where no doc comment is. */
function describeSettings(project: ProjectReflection): void {
  const groups = Object.entries(configSchema.shape).map(
    ([name, { description = '' }]) => [name, description] as const,
  )
  const leaves = settingsOf(configSchema).map(
    ({ path, about }) => [path.split('.').at(-1) ?? '', about] as const,
  )
  const texts = new Map([...leaves, ...groups])
  for (const one of project.getReflectionsByKind(ReflectionKind.Property)) {
    const fromSchema = project.getSymbolIdFromReflection(one)?.fileName?.endsWith('src/training/schema.ts')
    const text = texts.get(one.name)
    if (fromSchema && text && !one.hasComment()) one.comment = new Comment([{ kind: 'text', text }])
  }
}

/** Writes a page for each symbol, and `api/navigation.json`. */
export async function writeReference(pages: string): Promise<void> {
  const [app, project] = await publicApi({
    plugin: ['typedoc-plugin-markdown'],
    ...({
      markdown: join(pages, 'api'),
      router: 'member',
      entryFileName: 'index',
      hidePageHeader: true,
      hideBreadcrumbs: true,
      navigationJson: join(pages, 'api.json'),
      useHTMLEncodedBrackets: true,
      sanitizeComments: true,
      pageTitleTemplates: { index: 'What can be imported', module: '{name}', member: '{name}' },
      parametersFormat: 'table',
      interfacePropertiesFormat: 'table',
      classPropertiesFormat: 'table',
      typeDeclarationFormat: 'table',
      indexFormat: 'table',
    } as object),
  })
  await app.generateOutputs(project)
}

/** Symbols, and members of classes and interfaces, that say nothing about themselves: `formscale/envs.Box.low`. */
export const undocumented = (project: ProjectReflection): string[] =>
  project
    .getReflectionsByKind(DOCUMENTED)
    .filter((one) => !one.isReference() && isPublic(one) && !hasText(one))
    .map(nameOf)

const DOCUMENTED =
  ReflectionKind.SomeExport | ReflectionKind.Property | ReflectionKind.Method | ReflectionKind.Accessor

/** Handed out under a name: not a part of a type that is written out where it is used. */
const isPublic = ({ parent }: Reflection): boolean =>
  parent?.kindOf(ReflectionKind.SomeModule | ReflectionKind.ClassOrInterface) ?? false

function hasText(one: Reflection): boolean {
  if (one.hasComment()) return true
  if (!one.isDeclaration()) return false
  return [...(one.signatures ?? []), one.getSignature, one.setSignature].some((signature) =>
    signature?.hasComment(),
  )
}

/** With its module: names have dots of their own there. */
const nameOf = (one: Reflection): string =>
  one.parent && !one.parent.isProject() ? `${nameOf(one.parent)}.${one.name}` : one.name
