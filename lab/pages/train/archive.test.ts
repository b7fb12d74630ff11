import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { strToU8, unzipSync, zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { readRun } from '../../../src/runs/folder/index.ts'
import { load, resume, summarise } from '../../../src/runs/index.ts'
import { encodeCheckpoint } from '../../../src/training/checkpoint.ts'
import { evaluate, type Metrics, resolveConfig } from '../../../src/training/index.ts'
import { Session } from '../../../src/training/session.ts'
import { pack, unpack } from './archive.ts'

const config = resolveConfig({ env: 'CartPole-v1', totalSteps: 4096, deterministic: true })

let half: ReturnType<typeof trainHalf> | undefined
const halfARun = () => {
  half ??= trainHalf()
  return half
}

async function trainHalf() {
  const session = await Session.create(config, config.env)
  session.begin()
  const rows: Metrics[] = []
  for (let i = 0; i < 4; i++) rows.push(session.update())
  const result = summarise(session, rows.at(-1))
  const checkpoint = await encodeCheckpoint(session, result)
  return { config, kernels: session.kernels.build, checkpoint, result, rows }
}

test("a zip is a run's folder: loaded, played, reported on and gone on with by the rest of formscale", async () => {
  const half = await halfARun()
  const dir = mkdtempSync(join(tmpdir(), 'formscale-'))
  try {
    for (const [path, bytes] of Object.entries(unzipSync(pack(half)))) {
      mkdirSync(dirname(join(dir, path)), { recursive: true })
      writeFileSync(join(dir, path), bytes)
    }
    const folder = join(dir, 'CartPole-v1-ppo-1')
    const run = await load(folder)
    expect(run.result).toEqual({ ...half.result, status: 'stopped' })
    expect((await evaluate(run.policy, 'CartPole-v1', { episodes: 3 })).returns).toHaveLength(3)
    expect(readRun(folder).metrics).toEqual(half.rows)
    expect(readRun(folder).versions.node).toBe('browser')
    const whole = await resume(folder)
    expect(whole.result).toMatchObject({ status: 'finished', steps: 4096 })
    expect(readRun(folder).metrics).toHaveLength(8)
  } finally {
    rmSync(dir, { recursive: true })
  }
})

test('a run comes back from a zip and from the files of a folder', async () => {
  const half = await halfARun()
  const zip = pack(half)
  const fromZip = await unpack([{ path: 'run.zip', file: new Blob([zip]) }])
  const files = Object.entries(unzipSync(zip)).map(([path, bytes]) => ({
    path: `/somewhere/${path}`,
    file: new Blob([new Uint8Array(bytes)]),
  }))
  for (const { checkpoint, config: found, rows } of [fromZip, await unpack(files)]) {
    expect(checkpoint).toEqual(half.checkpoint)
    expect(rows).toEqual(half.rows)
    expect(found).toEqual(config)
  }
})

test('what holds no run, or several, says so', async () => {
  await expect(unpack([{ path: 'notes.txt', file: new Blob(['hello']) }])).rejects.toThrow(
    'no run in these files: there is neither config.json nor checkpoint/checkpoint.safetensors',
  )
  await expect(unpack([{ path: 'a.zip', file: new Blob(['PK?']) }])).rejects.toThrow("the zip can't be read")
  const other = zipSync({ 'a/readme': strToU8('nothing') })
  await expect(unpack([{ path: 'a.zip', file: new Blob([new Uint8Array(other)]) }])).rejects.toThrow(
    'no run in a.zip',
  )
  const study = ['s/seed-1/config.json', 's/seed-2/config.json'].map((path) => ({
    path,
    file: new Blob(['{}']),
  }))
  await expect(unpack(study)).rejects.toThrow(
    'there are 2 runs in these files; drop the folder of one, such as s/seed-1/',
  )
})

const folder = 'CartPole-v1-ppo-1'

test.each([
  ['config.json', '<b>no json</b>', 'config.json is not a JSON object'],
  ['config.json', undefined, 'config.json is missing'],
  ['config.json', '{"kernels":"simd","config":{"env":"CartPole-v1","gama":1}}', "unknown setting 'gama'"],
  ['metrics.jsonl', '{"update":1,"step":1,"episodes":0}\nnonsense\n', 'metrics.jsonl line 2 is not a row'],
  [
    'metrics.jsonl',
    '{"update":1,"step":1,"episodes":0}\n',
    "result.json and metrics.jsonl don't belong together",
  ],
  ['result.json', '{"status":"done"}', 'result.json: status is "done"'],
  ['checkpoint/checkpoint.safetensors', undefined, 'has no checkpoint/checkpoint.safetensors'],
])('a damaged %s is refused: %s', async (name, text, message) => {
  const { [`${folder}/${name}`]: _, ...others } = unzipSync(pack(await halfARun()))
  const files = text === undefined ? others : { ...others, [`${folder}/${name}`]: strToU8(text) }
  const given = Object.entries(files).map(([path, bytes]) => ({
    path,
    file: new Blob([new Uint8Array(bytes)]),
  }))
  await expect(unpack(given)).rejects.toThrow(message)
  const zip = new Blob([new Uint8Array(zipSync(files))])
  await expect(unpack([{ path: 'a.zip', file: zip }])).rejects.toThrow(message)
})

/** The zip, telling of another size of its one file where it lists it. */
function tellingOf(size: number, zip: Uint8Array): Blob {
  const bytes = Buffer.from(zip)
  bytes.writeUInt32LE(size, bytes.indexOf('PK\u0001\u0002') + 24)
  return new Blob([new Uint8Array(bytes)])
}

test('a zip that holds much more than its own size is refused before it is unpacked', async () => {
  const config = `${folder}/config.json`
  const bomb = zipSync({ [config]: new Uint8Array(2 ** 21) })
  expect(bomb.length).toBeLessThan(4096)
  const unpacked = (zip: Blob) => unpack([{ path: 'a.zip', file: zip }])
  const message = (bytes: number) =>
    `the zip can't be read: config.json has ${bytes} bytes; it may have at most 1048576`
  await expect(unpacked(new Blob([new Uint8Array(bomb)]))).rejects.toThrow(message(2 ** 21))
  await expect(unpacked(tellingOf(0xf0000000, bomb))).rejects.toThrow(message(0xf0000000))
  // What it doesn't tell of is not made.
  await expect(unpacked(tellingOf(8, bomb))).rejects.toThrow(/^the (zip|run in)/)
  const many = Object.fromEntries(
    [1, 2, 3].map((seed) => [`seed-${seed}/metrics.jsonl`, new Uint8Array(2 ** 20)]),
  )
  await expect(unpacked(new Blob([new Uint8Array(zipSync(many))]))).rejects.toThrow('there are 3 runs')
})

test('a large file of a dropped folder is refused unread', async () => {
  const large = { size: 2 ** 31, arrayBuffer: () => Promise.reject(new Error('read')) } as unknown as Blob
  const given = Object.entries(unzipSync(pack(await halfARun()))).map(([path, bytes]) => ({
    path,
    file: path.endsWith('metrics.jsonl') ? large : new Blob([new Uint8Array(bytes)]),
  }))
  await expect(unpack(given)).rejects.toThrow(
    'metrics.jsonl has 2147483648 bytes; it may have at most 67108864',
  )
  await expect(unpack([{ path: 'a.zip', file: large }])).rejects.toThrow('a.zip has 2147483648 bytes')
})
