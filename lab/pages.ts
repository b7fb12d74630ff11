/** The lab's pages in the order of the tabs. The first comes with the program, every other one when it is first opened. */
import type { ComponentType } from 'preact'
import Explore from './pages/explore/page.tsx'

export interface PageEntry {
  /** Its name in links: `#/id`. */
  readonly id: string
  readonly title: string
  load(): Promise<{ default: ComponentType }>
}

export const pages: readonly PageEntry[] = [
  { id: 'explore', title: 'Explore', load: async () => ({ default: Explore }) },
  { id: 'flow', title: 'Flow', load: () => import('./pages/flow/page.tsx') },
  { id: 'bandit', title: 'Bandit', load: () => import('./pages/bandit/page.tsx') },
  { id: 'train', title: 'Train', load: () => import('./pages/train/page.tsx') },
  { id: 'runs', title: 'Runs', load: () => import('./pages/runs/page.tsx') },
  { id: 'check', title: 'Check', load: () => import('./pages/check/page.tsx') },
]

export const pageNamed = (id: string) => pages.find((page) => page.id === id)
