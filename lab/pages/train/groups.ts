/** Groups of environments, as the page offers them. */
export const groups = ['Classic control', 'MinAtar', 'MuJoCo', 'Bandits', 'Tabular'] as const
export type EnvironmentGroup = (typeof groups)[number]

export function groupOf(id: string): EnvironmentGroup {
  if (id.startsWith('MinAtar/')) return 'MinAtar'
  if (id.startsWith('Bandit')) return 'Bandits'
  if (id.endsWith('-v5')) return 'MuJoCo'
  return /^(Chain|CliffWalk|FourRooms|Garnet)-/.test(id) ? 'Tabular' : 'Classic control'
}
