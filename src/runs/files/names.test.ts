import { expect, test } from 'vitest'
import { isLeftover, isRunFolder } from './names.ts'

test('a folder with any file of a run is one', () => {
  for (const entry of ['config.json', 'metrics.jsonl', 'result.json', 'checkpoint'])
    expect(isRunFolder(['notes', entry])).toBe(true)
  expect(isRunFolder(['study.json', 'seed-1', 'checkpoint.safetensors', 'failure.json'])).toBe(false)
})

test('what a run leaves that never reached a checkpoint', () => {
  const entries = ['config.json', 'config.json.tmp', 'failure.json', 'metrics.jsonl', 'checkpoint']
  for (const entry of [...entries, 'events.out.tfevents.1.2.host']) expect(isLeftover(entry)).toBe(true)
  for (const entry of ['result.json', 'thesis.tex', 'my-config.json']) expect(isLeftover(entry)).toBe(false)
})
