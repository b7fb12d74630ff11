import { Command } from 'commander'
import type { PictureSize } from '../../envs/index.ts'
import { MAX_SEED, MAX_STEPS } from '../../settings/limits.ts'
import { MAX_EPISODE_STEPS } from '../../training/episode-limit.ts'
import { allowEnvOption, examples, wholeNumber } from '../options.ts'
import type { EvalFlags } from './run.ts'

export const evalCommand = () =>
  new Command('eval')
    .description('Play episodes with the policy of a run, or of every run of a study, without learning.')
    .argument('<run>', "folder of a run or of a study, a policy's file, or zoo:ID")
    .option(
      '--episodes <n>',
      'episodes to play (default: 100, with --gif 1)',
      wholeNumber('--episodes', 1, 1e6),
    )
    .option('--seed <s>', 'seed of environments and actions', wholeNumber('--seed', 0, MAX_SEED), 0)
    .option('--env <id|file>', "environment to play in place of the policy's own")
    .option('--best', 'the policy of the best evaluation while training, not the last')
    .option(
      '--checkpoint <step>',
      'the policy as of this step, of a run that kept it (keepCheckpoints)',
      wholeNumber('--checkpoint', 0, MAX_STEPS),
    )
    .option(
      '--max-steps <n>',
      `where an episode that does not end is cut (default: ${MAX_EPISODE_STEPS})`,
      wholeNumber('--max-steps', 1, 1e9),
    )
    .option('--deterministic', 'take the most likely action in place of a sample')
    .option(...allowEnvOption)
    .option('--json', 'print everything, each return too, as JSON')
    .option('--csv <file>', 'of a study: write what every run played')
    .option('--record <file>', 'write the episodes as JSON lines, for train --data')
    .option('--gif <file>', 'film the episodes as an animated GIF')
    .option('--gif-size <w>x<h>', 'size of the film, pixels (default: 480x320)', pictureSize)
    .option('--gif-fps <n>', 'pictures a second at most (default: 30)', wholeNumber('--gif-fps', 1, 50))
    .option(
      '--gif-seconds <s>',
      'where a long film ends, seconds (default: 20)',
      wholeNumber('--gif-seconds', 1, 600),
    )
    .addHelpText(
      'after',
      examples(
        ['eval runs/CartPole-v1-ppo-1', 'mean return over 100 new episodes'],
        ['eval runs/CartPole-v1-ppo-1 --episodes 10 --deterministic --json', 'for a script'],
        ['eval runs/Hopper-v5-ppo-1 --best', 'the best policy, where training was evaluated'],
        [
          'eval runs/Hopper-v5-ppo-1 --checkpoint 102400',
          'an earlier policy, of train --set keepCheckpoints=5',
        ],
        ['eval runs/CartPole-v1-ppo-1 --gif cartpole.gif', 'see it play an episode'],
        [
          'eval zoo:CartPole-v1 --record expert.jsonl',
          'episodes to learn from: train CartPole-v1 --data expert.jsonl',
        ],
        ['eval zoo:Hopper-v5 --gif hopper.gif', 'a policy that comes with formscale: docs/zoo.md'],
        ['eval runs/cartpole --episodes 20 --deterministic', 'what all runs of a study have learnt'],
      ),
    )
    .action(async (run: string, flags: EvalFlags) => (await import('./action.ts')).evalAction(run, flags))

const MIN_SIDE = 16
const MAX_SIDE = 2000

function pictureSize(text: string): PictureSize {
  const [, width, height] = (text.match(/^(\d+)x(\d+)$/) ?? []).map(Number)
  const isSide = (pixels: number) => pixels >= MIN_SIDE && pixels <= MAX_SIDE
  if (isSide(width) && isSide(height)) return { width, height }
  throw new RangeError(
    `--gif-size is '${text}'; it must be width x height, as in 480x320, each from ${MIN_SIDE} to ${MAX_SIDE} pixels`,
  )
}
