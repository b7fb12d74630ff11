/** What the figures show, in a sentence or two, by the names of their files. */
import { measures } from '../../results/measure.ts'
import type { Figure } from '../figures/figure.ts'

const captions: Readonly<Record<string, string>> = {
  'learning-curve': `Mean over seeds with its 95 % band; faint lines are single seeds. Each is the ${measures.final.axis}, so it lags behind the policy.`,
  regret: 'Mean over seeds with its 95 % band; faint lines are single seeds. Lower is better.',
  'final-return': 'Dots with their 95 % intervals; thin ticks are single seeds.',
  'final-regret': 'Dots with their 95 % intervals; thin ticks are single seeds. Lower is better.',
  profile:
    'How many of the runs are better than each score, with 95 % bands. A curve that lies above another everywhere belongs to the better update; where curves cross, one is safer and the other reaches higher.',
  improvement:
    'How often a run of the row scores better than a run of the column in the same environment, with 95 % intervals. 0.50: no difference; near 1: nearly always better, by however little.',
  aggregates:
    'Normalised scores over all environments: dots with their 95 % stratified-bootstrap intervals. Higher is better, but for the optimality gap, which is what is missing to 1.',
  curves: 'Means over seeds with their 95 % bands.',
  differences:
    'Interquartile means over the runs of all environments, less that of the baseline: dots with the 95 % intervals of the difference. An interval that holds 0 shows no difference.',
  'sample-efficiency':
    'Interquartile mean over all runs of all environments at each share of training, with 95 % bands: how soon an update gets where.',
}

export const captionOf = ({ name }: Figure) => captions[name] ?? ''
