/** The site, in three steps: pages of Markdown are laid out, the reference is written beside them, and VitePress builds them. */
import { cpSync, rmSync } from 'node:fs'
import { build as buildPages } from 'vitepress'
import { writeReference } from './generate/api.ts'
import { memberPages } from './generate/members.tsx'
import { tablePages } from './generate/tables.ts'
import { stage, writePage } from './stage/stage.ts'

const root = import.meta.dirname
/** Markdown as VitePress takes it, made anew each time. */
const PAGES = `${root}/pages`

/**
 * @param base path that the site is served at.
 * @param out folder that it is written to.
 */
export async function build(base: string, out: string): Promise<void> {
  rmSync(PAGES, { recursive: true, force: true })
  stage(PAGES)
  for (const [path, text] of [...memberPages(), ...tablePages()]) writePage(PAGES, path, text)
  await writeReference(PAGES)
  await buildPages(root, { base, outDir: out })
  copyLab(out)
}

/** The lab works at any path. Without MuJoCo, which is 10 MB. */
function copyLab(out: string): void {
  cpSync(`${root}/../dist/lab`, `${out}/lab`, {
    recursive: true,
    filter: (file) => !/mujoco-.*\.wasm$/.test(file),
  })
}
