import { Command, Option } from 'commander'
import { allowEnvOption, examples } from '../options.ts'
import type { ImportFlags } from './action.ts'

export const importCommand = () =>
  new Command('import')
    .description('A policy that Stable-Baselines3 or CleanRL trained, as one of formscale.')
    .argument('[file]', 'safetensors of its state dict; --python prints the program that makes them')
    .addOption(new Option('--format <library>', 'whose names the layers have').choices(['sb3', 'cleanrl']))
    .option('--env <id|file>', 'the environment that it plays (default: none, the file tells the spaces)')
    .option('--out <file>', "the policy's file (default: FILE with the ending .policy)")
    .option('--python', 'print the Python program that turns a .zip or a state dict into safetensors')
    .option(...allowEnvOption)
    .addHelpText(
      'after',
      `
Known: MlpPolicy and CnnPolicy of Stable-Baselines3's PPO and A2C with their VecNormalize, and the agents of CleanRL's ppo.py,
ppo_continuous_action.py and ppo_atari.py. docs/deploy.md has an example from model to film.
${examples(
  ['import --python > to_safetensors.py', 'then: python to_safetensors.py model.zip model.safetensors'],
  ['import model.safetensors --format sb3 --env Hopper-v5', 'writes model.policy'],
  ['eval model.policy --gif hopper.gif', 'see it play'],
)}`,
    )
    .action(async (file: string | undefined, flags: ImportFlags) =>
      (await import('./action.ts')).importAction(file, flags),
    )
