/**
 * Keeps the runs of the page in the browser's own file system, so that a reload finds them again: a folder a run, with the
 * files that `formscale train` leaves, the checkpoints of its timeline, and what the page knows of it beside.
 */
import type { KernelBuild } from '../../../src/kernels/index.ts'
import { configText, metricsLine, openRunFiles } from '../../../src/runs/files/index.ts'
import type { Config, Metrics } from '../../../src/training/index.ts'
import type { Look } from '../../ui/look.tsx'

const ROOT = 'formscale-runs'
const FACTS = 'page.json'
const LATEST = 'checkpoint.safetensors'
const TIMELINE = 'timeline'

/** What a run's own files don't say. */
export interface PageFacts extends Look {
  /** When it was begun, ms since 1970: runs come back in this order. */
  readonly began: number
  /** Other updates or settings, from a step on. */
  readonly turns: readonly { readonly step: number; readonly to: string }[]
}

export interface KeptRun {
  readonly id: string
  readonly config: Config
  readonly rows: readonly Metrics[]
  readonly checkpoint: Uint8Array<ArrayBuffer>
  /** Of its timeline, by their steps. */
  readonly timeline: ReadonlyMap<number, Uint8Array<ArrayBuffer>>
  readonly facts: PageFacts
}

/** Undefined where the browser keeps nothing, as on pages that are not encrypted. */
async function root(): Promise<FileSystemDirectoryHandle | undefined> {
  try {
    return await (await navigator.storage.getDirectory()).getDirectoryHandle(ROOT, { create: true })
  } catch {
    return undefined
  }
}

/** The folder of one run, which this page alone writes; writes follow each other. */
export class Keeper {
  readonly id: string
  #last: Promise<unknown> = Promise.resolve()
  #release = () => {}

  private constructor(id: string) {
    this.id = id
  }

  /** Undefined where another page has the run. */
  static async open(id: string): Promise<Keeper | undefined> {
    const keeper = new Keeper(id)
    return new Promise((resolve) => {
      void navigator.locks.request(`${ROOT}/${id}`, { ifAvailable: true }, (lock) => {
        resolve(lock ? keeper : undefined)
        return lock
          ? new Promise<void>((release) => {
              keeper.#release = release
            })
          : undefined
      })
    })
  }

  /** The folder of a new run; undefined where the browser keeps nothing. */
  static async begin(): Promise<Keeper | undefined> {
    return (await root()) && Keeper.open(crypto.randomUUID())
  }

  /** Settings, rows and the checkpoint that goes with them. */
  save(config: Config, kernels: KernelBuild, rows: readonly Metrics[], checkpoint: Uint8Array<ArrayBuffer>) {
    return this.#write(async (folder) => {
      await write(folder, 'config.json', configText(config, kernels, 'browser'))
      await write(folder, 'metrics.jsonl', rows.map(lineOf).join(''))
      // Last: whatever stands beside it is at least as new.
      await write(folder, LATEST, checkpoint)
    })
  }

  saveFacts(facts: PageFacts) {
    return this.#write((folder) => write(folder, FACTS, JSON.stringify(facts)))
  }

  saveOnTimeline(step: number, checkpoint: Uint8Array<ArrayBuffer>) {
    return this.#write(async (folder) =>
      write(await folder.getDirectoryHandle(TIMELINE, { create: true }), `${step}.safetensors`, checkpoint),
    )
  }

  /** Lets another page have the run. */
  close() {
    this.#release()
  }

  forget() {
    return this.#queue(async () => {
      await (await root())?.removeEntry(this.id, { recursive: true })
      this.#release()
    })
  }

  #write(work: (folder: FileSystemDirectoryHandle) => Promise<unknown>): Promise<unknown> {
    return this.#queue(async () => {
      const folder = await (await root())?.getDirectoryHandle(this.id, { create: true })
      if (folder) await work(folder)
    })
  }

  #queue(work: () => Promise<unknown>): Promise<unknown> {
    const done = this.#last.then(work)
    this.#last = done.catch(() => {})
    return done
  }
}

/** Rows stay as they are, and are saved again and again. */
const lines = new WeakMap<Metrics, string>()

function lineOf(row: Metrics): string {
  const line = lines.get(row) ?? metricsLine(row)
  lines.set(row, line)
  return line
}

/** Whole or not at all: what a browser writes stands in the file once it is closed. */
async function write(
  folder: FileSystemDirectoryHandle,
  name: string,
  content: Uint8Array<ArrayBuffer> | string,
) {
  const stream = await (await folder.getFileHandle(name, { create: true })).createWritable()
  await stream.write(content)
  await stream.close()
}

/** The runs that were kept and that no other page has, in the order in which they were begun. Damaged ones are left alone. */
export async function keptRuns(most: number): Promise<{ readonly kept: KeptRun; readonly keeper: Keeper }[]> {
  const found: { kept: KeptRun; keeper: Keeper }[] = []
  for await (const [id, handle] of (await root())?.entries() ?? []) {
    if (handle.kind !== 'directory' || found.length === most) continue
    const keeper = await Keeper.open(id)
    const kept = keeper && (await readKept(id, handle as FileSystemDirectoryHandle))
    if (kept) found.push({ kept, keeper })
    else keeper?.close()
  }
  return found.sort((a, b) => a.kept.facts.began - b.kept.facts.began)
}

async function readKept(id: string, folder: FileSystemDirectoryHandle): Promise<KeptRun | undefined> {
  try {
    const texts = new Map<string, string>()
    for (const name of ['config.json', 'metrics.jsonl', FACTS])
      texts.set(name, await (await fileIn(folder, name)).text())
    const { config, rows } = openRunFiles((name) => texts.get(name))
    return {
      id,
      config,
      rows: [...rows],
      checkpoint: await bytesIn(folder, LATEST),
      timeline: await timelineIn(folder),
      facts: JSON.parse(texts.get(FACTS) as string),
    }
  } catch {
    return undefined // A run that was closed before its first checkpoint, or that another version wrote.
  }
}

async function timelineIn(folder: FileSystemDirectoryHandle): Promise<Map<number, Uint8Array<ArrayBuffer>>> {
  const timeline = new Map<number, Uint8Array<ArrayBuffer>>()
  const below = await folder.getDirectoryHandle(TIMELINE, { create: true })
  for await (const name of below.keys()) timeline.set(Number.parseInt(name, 10), await bytesIn(below, name))
  return timeline
}

const fileIn = async (folder: FileSystemDirectoryHandle, name: string) =>
  (await folder.getFileHandle(name)).getFile()

const bytesIn = async (folder: FileSystemDirectoryHandle, name: string) =>
  new Uint8Array(await (await fileIn(folder, name)).arrayBuffer())
