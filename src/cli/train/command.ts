import { Command, Option } from 'commander'
import { MAX_SEED, MAX_STEPS } from '../../settings/limits.ts'
import { allowEnvOption, collect, examples, wholeNumber } from '../options.ts'
import type { TrainFlags } from './config.ts'

/** What --resume takes from the run; --update names the file of an f of one's own again. */
const settingsFlags = [
  'env',
  'steps',
  'seed',
  'out',
  'set',
  'config',
  'deterministic',
  'plain',
  'evaluateEvery',
]

export const trainCommand = () =>
  new Command('train')
    .description('Train one policy; the folder keeps settings, metrics and checkpoint.')
    .option('--env <id|file>', 'environment: an id of formscale envs, a file of your own, or gymnasium:<id>')
    .option(
      '--update <name|file>',
      'member of the catalogue, JSON file of a point, or code file of an f (default: ppo, or what is tuned)',
    )
    .option(
      '--steps <n>',
      'environment steps (default: 500,000, or what is tuned)',
      wholeNumber('--steps', 1, MAX_STEPS),
    )
    .option('--seed <s>', 'seed of all randomness (default: 1)', wholeNumber('--seed', 0, MAX_SEED))
    .option('--out <dir>', 'new folder for the run (default: runs/<env>-<update>-<seed>, then -2, -3 …)')
    .option('--set <path=value>', 'change any setting; may be repeated, laid over the rest', collect)
    .option('--config <file>', 'start from the settings of another run: its config.json, or its folder')
    .option(
      '--evaluate-every <n>',
      'play episodes beside training after every n steps, and keep the best policy (default: never)',
      wholeNumber('--evaluate-every', 1, MAX_STEPS),
    )
    .option(
      '--plain',
      "the library's defaults, not the settings tuned for the environment or chosen by its spaces",
    )
    .option(...allowEnvOption)
    .option('--deterministic', 'the same bits on every machine, at some cost in speed')
    .option('--profile', 'say in the end where the time went')
    .addOption(
      new Option('--resume <dir>', 'go on with an interrupted run, by its own settings').conflicts(
        settingsFlags,
      ),
    )
    .addHelpText(
      'after',
      examples(
        ['train --env CartPole-v1 --update ppo --steps 100000', 'the classic'],
        [
          'train --env CartPole-v1 --set optimiser.learningRate=1e-3 --set network.hidden=[128,128]',
          'other settings',
        ],
        ['train --env CartPole-v1 --update ppo --set update.scale.alphaR=0.5', 'a new member of the family'],
        [
          'train --env CartPole-v1 --update ./mine.ts',
          'an f of your own; --resume wants --update ./mine.ts too',
        ],
        ['train --env gymnasium:LunarLander-v3', 'an environment of an installed Python gymnasium'],
        [
          'train --env Hopper-v5 --evaluate-every 50000 --set evaluateEpisodes=20',
          'the best policy is kept: eval RUN --best',
        ],
        ['train --config runs/CartPole-v1-ppo-1/config.json --seed 2', 'another seed of an earlier run'],
        ['train --resume runs/CartPole-v1-ppo-1', 'go on after Ctrl-C or a crash'],
      ),
    )
    .action(async (flags: TrainFlags) => (await import('./action.ts')).trainAction(flags))
