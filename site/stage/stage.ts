/** Lays out the repository's Markdown as the pages of the site: links between files become links between pages. */
import { cpSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, extname, join, posix } from 'node:path'
import { outsideCode } from './markdown.ts'

export const REPOSITORY = new URL('../..', import.meta.url).pathname

/** Markdown outside of docs/ that has a page, and where. */
const elsewhere: Readonly<Record<string, string>> = {
  'README.md': 'index.md',
  'CONTRIBUTING.md': 'project/contributing.md',
  'CHANGELOG.md': 'project/changelog.md',
  'SECURITY.md': 'project/security.md',
  'bench/README.md': 'project/speed.md',
}

/** Code that is shown on a page of its own where a text links to it. */
const languages: Readonly<Record<string, string>> = {
  '.ts': 'ts',
  '.tsx': 'tsx',
  '.js': 'js',
  '.json': 'json',
  '.yaml': 'yaml',
  '.py': 'python',
}

/** Every Markdown file that becomes a page, by its path in the repository. */
export function sources(): string[] {
  const docs = readdirSync(join(REPOSITORY, 'docs'), { recursive: true, encoding: 'utf8' })
  return [
    ...docs.filter((file) => file.endsWith('.md')).map((file) => `docs/${file}`),
    ...Object.keys(elsewhere),
  ]
}

/** Path of a source's page below the site's pages. */
const pageOf = (source: string) => elsewhere[source] ?? source.replace(/^docs\//, '')

/** Writes a page, at a path below the pages. */
export function writePage(pages: string, path: string, text: string): void {
  const file = join(pages, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}

export function stage(pages: string): void {
  const linked = new Set<string>()
  for (const source of sources()) {
    if (source === 'README.md') continue // the site has an entrance of its own
    const text = readFileSync(join(REPOSITORY, source), 'utf8')
    writePage(pages, pageOf(source), withSiteLinks(text, source, linked))
  }
  cpSync(join(REPOSITORY, 'site/home.md'), join(pages, 'index.md'))
  cpSync(join(REPOSITORY, 'site/public'), join(pages, 'public'), { recursive: true })
  for (const file of linked) showFile(pages, file, linked)
}

/** @param linked gets the files that are no pages. */
function withSiteLinks(text: string, source: string, linked: Set<string>): string {
  const moved = (href: string) => siteLink(href, source, linked)
  return outsideCode(text, (prose) =>
    prose
      .replace(/\]\(([^)\s]+)\)/g, (_, href) => `](${moved(href)})`)
      .replace(/ src="([^"]+)"/g, (_, href) => ` src="${moved(href)}"`),
  )
}

function siteLink(href: string, source: string, linked: Set<string>): string {
  if (/^(https?:|#|mailto:)/.test(href)) return href
  const [path, anchor] = href.split('#')
  const target = posix.normalize(posix.join(posix.dirname(source), path)).replace(/\/$/, '')
  const fragment = anchor === undefined ? '' : `#${anchor}`
  if (target.endsWith('.md')) return `/${pageOf(target)}${fragment}`
  linked.add(target)
  return isShown(target) ? `/source/${target}.md` : `/files/${target}`
}

const isShown = (file: string) => languages[extname(file)] !== undefined || isFolder(file)
const isFolder = (file: string) => statSync(join(REPOSITORY, file)).isDirectory()

/** A file of code or a folder as a page, anything else as itself. */
function showFile(pages: string, file: string, linked: Set<string>): void {
  if (!isShown(file)) cpSync(join(REPOSITORY, file), join(pages, 'public/files', file))
  else writePage(pages, `source/${file}.md`, isFolder(file) ? folderPage(file, linked) : codePage(file))
}

/** @param linked gets what is in the folder. */
function folderPage(folder: string, linked: Set<string>): string {
  const entries = readdirSync(join(REPOSITORY, folder)).filter((name) => !name.startsWith('.'))
  const links = entries.map((name) => `- [${name}](${siteLink(name, `${folder}/${name}`, linked)})`)
  return page(folder, `# ${folder}\n\n${links.join('\n')}\n`)
}

function codePage(file: string): string {
  const text = readFileSync(join(REPOSITORY, file), 'utf8').trimEnd()
  const language = languages[extname(file)]
  return page(file, `# ${file.split('/').at(-1)}\n\n\`${file}\`\n\n\`\`\`\`${language}\n${text}\n\`\`\`\`\n`)
}

/** Files are found by what is written about them. */
const page = (title: string, text: string) => `---\ntitle: ${title}\nsearch: false\n---\n${text}`
