/** What stands in the margin of the pages, in the order in which it is read. */
import type { DefaultTheme } from 'vitepress'
import { catalogue } from '../src/updates/index.ts'

type Item = DefaultTheme.SidebarItem

const item = (text: string, link: string): Item => ({ text, link })

/** What TypeDoc lists: modules, their kinds of symbols, the symbols. */
export interface ApiNode {
  readonly title: string
  readonly path?: string
  readonly children?: readonly ApiNode[]
}

const start: Item = {
  text: 'Start',
  items: [item('Tutorial', '/tutorial'), item('The idea', '/idea'), item('The lab', '/lab')],
}

const guides: Item = {
  text: 'Guides',
  items: [
    item('Your own environment', '/environments#your-own'),
    item('Your own f', '/updates#an-f-of-your-own'),
    item('Images', '/guides/images'),
    item('Continuous control', '/guides/continuous-control'),
    item('Evaluate, and keep the best', '/training#evaluation-and-checkpoints-that-stay'),
    item('Steer a run', '/training#hooks'),
    item('Early stop', '/training#early-stop'),
    item('Resume, extend, fine-tune', '/training#going-on'),
    item('Decisions from a log', '/guides/decisions'),
    item('Recorded episodes', '/guides/trajectories'),
    item('Tuning', '/guides/tuning'),
    item('Studies', '/studies'),
    item('Many machines', '/studies#many-machines'),
    item('In the browser', '/browser'),
    item('Deploy to a page', '/browser#train-in-node-play-in-a-page'),
    item('ONNX and other runtimes', '/deploy'),
    item('A zoo of policies', '/zoo'),
  ],
}

const reference: Item = {
  text: 'Reference',
  items: [
    item('The class of updates', '/updates'),
    item('Environments', '/environments'),
    item('Settings', '/reference/settings'),
    item('Metrics', '/reference/metrics'),
    item('Reliability', '/reliability'),
    item('API', '/api/'),
  ],
}

const results: Item = {
  text: 'Results',
  items: [
    item('Deep RL', '/results/deep-rl'),
    item('Tuned settings', '/results/tuned'),
    item('CartPole', '/results/cartpole'),
    item('Environments', '/results/environments'),
    item('Decisions from logs', '/results/decisions'),
    item('PQN', '/results/pqn'),
    item('Stale data', '/results/replay'),
    item('Axis by axis', '/results/axes'),
    item('The class on MuJoCo', '/results/mujoco-class'),
    item('Known optima', '/results/synthetic'),
    item('Known optima: tables', '/results/synthetic/tables'),
    item('Speed', '/project/speed'),
  ],
}

const project: Item = {
  text: 'Project',
  items: [
    item('Changes', '/project/changelog'),
    item('Contributing', '/project/contributing'),
    item('How it is tested', '/testing'),
    item('Security', '/project/security'),
  ],
}

const members: Item = {
  text: 'The catalogue',
  link: '/catalogue/',
  items: Object.keys(catalogue).map((name) => item(name, `/catalogue/${name}`)),
}

export const sidebar = (api: readonly ApiNode[]): DefaultTheme.SidebarMulti => ({
  '/': [start, guides, reference, results, project],
  '/catalogue/': [members],
  '/api/': api.flatMap(modulesIn).reverse().map(moduleItem),
  '/results/': [results],
})

/** A folder of modules has no page of its own. */
const modulesIn = (node: ApiNode): ApiNode[] =>
  node.path ? [node] : (node.children ?? []).flatMap(modulesIn)

/** A module, named as it is imported, with all its symbols of whatever kind. */
function moduleItem({ path = '', children = [] }: ApiNode): Item {
  const symbols = children.flatMap(({ children: inside = [] }) => inside)
  return {
    text: path.replace(/\/index\.md$/, ''),
    collapsed: true,
    link: pageAt(path),
    items: symbols.map((symbol) => item(symbol.title, pageAt(symbol.path ?? ''))),
  }
}

const pageAt = (path: string) => `/api/${path.replace(/(^|\/)index\.md$/, '$1').replace(/\.md$/, '')}`

export const nav: DefaultTheme.NavItem[] = [
  { text: 'Tutorial', link: '/tutorial' },
  { text: 'The idea', link: '/idea' },
  { text: 'Catalogue', link: '/catalogue/', activeMatch: '^/catalogue/' },
  { text: 'API', link: '/api/', activeMatch: '^/api/' },
  { text: 'Results', link: '/results/deep-rl', activeMatch: '^/results/' },
]
