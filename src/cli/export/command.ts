import { Command } from 'commander'
import { examples } from '../options.ts'
import type { ExportFlags } from './action.ts'

export const exportCommand = () =>
  new Command('export')
    .description("A run's policy as a file of its own, for a page or for another runtime.")
    .argument('<run>', "folder of a run, a policy's file, or zoo:ID")
    .option('--policy <file>', 'for loadPolicy of formscale/policy, in Node and in pages')
    .option('--no-critic', 'leave out a value network: half as large, and it acts as before')
    .option('--onnx <file>', 'an ONNX model, compared with onnxruntime on 1,000 observations')
    .addHelpText(
      'after',
      `
docs/deploy.md tells the names of an ONNX model's inputs and outputs, and has examples for Python and for pages.
${examples(
  ['export runs/CartPole-v1-ppo-1 --policy cartpole.policy', 'for a page'],
  ['export runs/CartPole-v1-ppo-1 --onnx cartpole.onnx', 'for Python, say'],
)}`,
    )
    .action(async (run: string, flags: ExportFlags) => (await import('./action.ts')).exportAction(run, flags))
