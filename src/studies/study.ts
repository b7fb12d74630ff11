/** A study: environments × members × seeds. */

import { overlay } from '../settings/paths.ts'
import { type Config, type ConfigInput, resolveConfig } from '../training/config.ts'
import type { ScheduledUpdate } from '../updates/index.ts'
import { folderClash } from './folder-name.ts'

/** Settings of a run but for what a study lays down itself. */
export type Settings = Omit<ConfigInput, 'env' | 'update' | 'seed'>

/** An update with the settings that it brings along, which go over those of the environment. */
export interface Member {
  /** Names its folder. */
  readonly name: string
  readonly update: ScheduledUpdate
  readonly settings: Settings
}

/** An environment with the settings that all members have there. */
export interface StudyEnvironment {
  readonly id: string
  readonly settings: Settings
}

export interface Study {
  readonly environments: readonly StudyEnvironment[]
  readonly members: readonly Member[]
  readonly seeds: readonly number[]
}

/** A run of a study. */
export interface StudyRun {
  readonly member: string
  readonly config: Config
}

/** The settings of one member in one environment. @throws SettingError */
export const configOf = ({ id, settings }: StudyEnvironment, member: Member, seed: number): Config =>
  resolveConfig({ ...overlay(settings, member.settings), env: id, update: { ...member.update }, seed })

/**
 * The runs of a study, seed by seed, so that every member has a first result early.
 *
 * @throws Error of one line for a setting that is wrong, or two members of one name.
 */
export function runsOf({ environments, members, seeds }: Study): StudyRun[] {
  refuseNamesakes(members)
  return seeds.flatMap((seed) =>
    environments.flatMap((environment) =>
      members.map((member) => ({ member: member.name, config: configOf(environment, member, seed) })),
    ),
  )
}

function refuseNamesakes(members: readonly Member[]): void {
  const clash = folderClash(members.map(({ name }) => name))
  if (clash) throw new Error(`of the updates, ${clash.problem}; give each its own name`)
}
