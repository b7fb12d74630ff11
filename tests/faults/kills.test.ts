/** Runs that are killed again and again, half of the time while a checkpoint is written, end in the bits of one that never was. */
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { stream } from '../../src/random/index.ts'
import { outcomeIn } from '../cli/outcome.ts'
import { hasRedis, type Process, testBench } from '../redis-server.ts'
import { isLong, tallyOf, times } from './tally.ts'

const bench = testBench()
const at = (...path: string[]) => join(bench.path, ...path)
const random = stream(2026, 'evaluation')

/** Milliseconds after which a process is killed at the latest. */
const LONGEST = 2500

const SETTINGS = { numEnvs: 4, rolloutSteps: 32, checkpointEvery: 1, 'network.hidden': [128, 128] }
const set = Object.entries(SETTINGS).flatMap(([path, value]) => ['--set', `${path}=${JSON.stringify(value)}`])
const STEPS = times(6400, 25_600)
/** Milliseconds for all kills of one test. */
const TIMEOUT = 1_800_000

/** Whether a checkpoint is being written somewhere below. */
function isWriting(dir: string): boolean {
  if (!existsSync(dir)) return false
  try {
    return readdirSync(dir, { recursive: true, encoding: 'utf8' }).some((name) =>
      name.endsWith('safetensors.tmp'),
    )
  } catch {
    return false
  }
}

/** Kills a process at some time, or in the next write of a checkpoint; whether it was still there. */
async function killSometime({ child, ended }: Process, dir: string, inWrite: boolean): Promise<boolean> {
  const deadline = performance.now() + (inWrite ? 2 * LONGEST : random.integers(50, LONGEST))
  while (performance.now() < deadline && child.exitCode === null && !(inWrite && isWriting(dir)))
    await new Promise((resolve) => (inWrite ? setImmediate(resolve) : setTimeout(resolve, 5)))
  const wasThere = child.exitCode === null && child.kill('SIGKILL')
  await ended
  return wasThere
}

/** Kills what `start` begins so many times, then lets it end. */
async function killAgainAndAgain(
  kills: number,
  dir: string,
  start: () => Process,
  onKill: () => void,
): Promise<void> {
  for (let i = 0, done = 0; done < kills && i < 3 * kills; i++) {
    const killed = await killSometime(start(), dir, i % 2 === 0)
    if (killed) onKill()
    else rmSync(dir, { recursive: true, force: true })
    done += Number(killed)
  }
  const last = start()
  expect([await last.ended, last.output]).toEqual([0, expect.anything()])
}

test(
  'train',
  async () => {
    const tally = tallies.train
    const settings = ['--env', 'CartPole-v1', '--plain', '--steps', String(STEPS), ...set]
    expect(await bench.formscale('train', ...settings, '--out', 'whole').ended).toBe(0)
    const start = () => {
      if (existsSync(at('run/checkpoint/checkpoint.safetensors')))
        return bench.formscale('train', '--resume', 'run')
      rmSync(at('run'), { recursive: true, force: true })
      return bench.formscale('train', ...settings, '--out', 'run')
    }
    await killAgainAndAgain(times(2, 60), at('run'), start, () => tally.tried++)
    expect(await outcomeIn(at('run'))).toEqual(await outcomeIn(at('whole')))
    tally.survived = tally.tried
  },
  TIMEOUT,
)

const RUNS = ['ppo', 'a2c'].flatMap((update) => [1, 2].map((seed) => `CartPole-v1/${update}/seed-${seed}`))

function writeStudy(): void {
  const settings = Object.entries(SETTINGS).map(([path, value]) => `${path}: ${JSON.stringify(value)}`)
  writeFileSync(
    at('study.yaml'),
    `environments: [CartPole-v1]
updates: [ppo, a2c]
seeds: 2
budget: { totalSteps: ${STEPS} }
settings: { ${settings.join(', ')} }
`,
  )
}

async function expectWhole(dir: string): Promise<void> {
  if (!existsSync(at('whole')))
    expect(await bench.formscale('sweep', 'study.yaml', '--out', 'whole').ended).toBe(0)
  for (const run of RUNS) expect(await outcomeIn(at(dir, run))).toEqual(await outcomeIn(at('whole', run)))
}

test(
  'compare and sweep',
  async () => {
    const tally = tallies.studies
    writeStudy()
    const compared = [
      'compare',
      '--env',
      'CartPole-v1',
      '--updates',
      'ppo,a2c',
      '--seeds',
      '2',
      '--steps',
      String(STEPS),
      ...set,
    ]
    const commands = {
      compared: [...compared, '--out', 'compared'],
      swept: ['sweep', 'study.yaml', '--out', 'swept'],
    }
    // The slice has one of the two, which go on in the same way.
    for (const [dir, command] of Object.entries(commands).slice(times(-1, -2))) {
      const start = () => bench.formscale(...command, '--resume')
      await killAgainAndAgain(times(1, 40), at(dir), start, () => tally.tried++)
      await expectWhole(dir)
    }
    tally.survived = tally.tried
  },
  TIMEOUT,
)

describe.skipIf(!hasRedis || !isLong)('in the long run', () => {
  test(
    'workers and sweep of a queue',
    async () => {
      const tally = tallies.queue
      await bench.startRedis()
      writeStudy()
      const url = `redis://127.0.0.1:${bench.port}`
      const worker = () => bench.formscale('worker', '--redis', url, '--patience', '1', '--concurrency', '2')
      const sweep = () => bench.formscale('sweep', 'study.yaml', '--redis', url, '--resume')
      let [study, host] = [sweep(), worker()]
      for (; tally.tried < 60; tally.tried++) {
        const isStudy = tally.tried % 3 === 0
        await killSometime(isStudy ? study : host, at('runs'), false)
        if (isStudy) study = sweep()
        else host = worker()
      }
      expect([await study.ended, study.output]).toEqual([0, expect.anything()])
      await expectWhole('runs/study')
      tally.survived = tally.tried
    },
    TIMEOUT,
  )
})

const tallies = {
  train: tallyOf('kills of train'),
  studies: tallyOf('kills of compare and sweep'),
  queue: tallyOf("kills of a queue's workers and sweeps"),
}
