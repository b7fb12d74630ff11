import { Command, Option } from 'commander'
import { MAX_SEED, MAX_STEPS } from '../../settings/limits.ts'
import {
  allowEnvOption,
  collect,
  environmentArgument,
  examples,
  wholeNumber,
  withEnvironment,
} from '../options.ts'
import type { TrainFlags } from './config.ts'

/** What --resume takes from the run; --steps extends it, --stop-when gives other aims, --update names the file of an f again. */
const settingsFlags = [
  'env',
  'seed',
  'out',
  'set',
  'config',
  'from',
  'data',
  'deterministic',
  'plain',
  'evaluateEvery',
]

export const trainCommand = () =>
  new Command('train')
    .description('Train one policy; the folder keeps settings, metrics and checkpoint.')
    .argument(...environmentArgument)
    .option('--env <id|file>', 'environment: an id of formscale envs, a file of your own, or gymnasium:<id>')
    .option(
      '--update <name|file|formula>',
      "member of the catalogue, JSON file of a point, 'formula: …', or code file of an f (default: ppo, or what is tuned)",
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
      '--from <source>',
      "fine-tune: begin with the weights and normaliser of a run's folder, a policy's file or zoo:ID, and with its settings where none are given",
    )
    .option(
      '--data <file>',
      'learn from recorded episodes in place of playing, such as eval --record writes; see the presets cloning and awr',
    )
    .option(
      '--evaluate-every <n>',
      'play episodes beside training after every n steps, and keep the best policy (default: never)',
      wholeNumber('--evaluate-every', 1, MAX_STEPS),
    )
    .option(
      '--stop-when <metric=value>',
      'end the run early, at meanReturn=X (of the last 100 episodes), evaluationReturn=X or regret=X; may be repeated',
      collect,
    )
    .option(
      '--plain',
      "the library's defaults, not the settings tuned for the environment or chosen by its spaces",
    )
    .option(...allowEnvOption)
    .option('--deterministic', 'the same bits on every machine, at some cost in speed')
    .option('--profile', 'say in the end where the time went')
    .addOption(
      new Option(
        '--resume <dir>',
        'go on with an interrupted run, by its own settings; --steps N extends one',
      ).conflicts(settingsFlags),
    )
    .addHelpText(
      'after',
      examples(
        ['train CartPole-v1', 'with settings tuned for it'],
        ['train --env CartPole-v1 --update ppo --steps 100000', 'the classic'],
        [
          'train --env CartPole-v1 --set optimiser.learningRate=1e-3 --set network.hidden=[128,128]',
          'other settings',
        ],
        ['train --env CartPole-v1 --update ppo --set update.scale.alphaR=0.5', 'a new member of the family'],
        ["train --env CartPole-v1 --update 'formula: ρ * tanh(Δr)'", 'an f of your own, typed'],
        [
          'train --env CartPole-v1 --set entropyCoefficient=0.02..0,cosine --set update.scale.trust.low=0.3..0.1,100000',
          'numbers that change on the way: schedules, below',
        ],
        [
          'train --env CartPole-v1 --update ./mine.ts',
          'an f of your own; --resume wants --update ./mine.ts too',
        ],
        ['train --env gymnasium:LunarLander-v3', 'an environment of an installed Python gymnasium'],
        [
          'train --env Hopper-v5 --evaluate-every 50000 --set evaluateEpisodes=20',
          'the best policy is kept: eval RUN --best',
        ],
        ['train --env CartPole-v1 --stop-when meanReturn=475', 'no longer than it takes'],
        ['train --config runs/CartPole-v1-ppo-1/config.json --seed 2', 'another seed of an earlier run'],
        [
          'train --from runs/CartPole-v1-ppo-1 --update spo --steps 50000',
          'fine-tune its policy by another update',
        ],
        ['train --from zoo:Hopper-v5 --steps 200000', 'or one of the zoo, with settings tuned for it'],
        [
          'train CartPole-v1 --data expert.jsonl --set preset=cloning --evaluate-every 20000',
          'behaviour cloning; --set preset=awr weighs by advantage',
        ],
        ['train --resume runs/CartPole-v1-ppo-1', 'go on after Ctrl-C or a crash'],
        ['train --resume runs/CartPole-v1-ppo-1 --steps 400000', 'extend it'],
      ),
    )
    .action(async (env: string | undefined, flags: TrainFlags) =>
      (await import('./action.ts')).trainAction(withEnvironment(env, flags)),
    )
