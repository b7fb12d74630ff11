/** `search/search.json`: how far a search has come. Its runs hold the numbers; this file has the decisions, in order. */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { jsonText } from '../../runs/files/index.ts'
import { makeFolder, plainFile, writeAtomically } from '../../runs/folder/index.ts'
import { SEARCH_FILE } from '../folder/study-file.ts'
import { METRICS } from './metric.ts'

/** Where the runs of a search go, in the folder of its study. */
export const SEARCH_FOLDER = 'search'

const trialSchema = z.object({
  name: z.string(),
  /** `{"scale.alphaR": 0.5}` */
  coordinates: z.record(z.string(), z.unknown()),
  /** At each rung that it did, the mean metric over seeds in each environment; null: failed, or no value. */
  values: z.array(z.array(z.number().nullable())),
})

const spaceSchema = z.object({
  name: z.string(),
  /** Trials sent on to a further rung (from 0), oldest first. */
  promotions: z.array(z.object({ trial: z.string(), rung: z.int().min(1) })),
  /** null while the search goes on, or if all trials failed. */
  best: z.string().nullable(),
  trials: z.array(trialSchema),
})

const searchFileSchema = z.object({
  metric: z.enum(METRICS),
  reduction: z.number(),
  rungs: z.int(),
  spaces: z.array(spaceSchema),
})

export type SearchFile = z.output<typeof searchFileSchema>

const fileIn = (out: string) => join(out, SEARCH_FOLDER, SEARCH_FILE)

/** @throws Error of one line for a file that can't be read. */
export function readSearchFile(out: string): SearchFile | undefined {
  const file = fileIn(out)
  if (!existsSync(file)) return undefined
  try {
    return searchFileSchema.parse(JSON.parse(String(plainFile(file))))
  } catch {
    throw new Error(`${file} is damaged; give another --out, or remove it to begin the search anew`)
  }
}

export function writeSearchFile(out: string, content: SearchFile): void {
  const file = fileIn(out)
  makeFolder(dirname(file))
  writeAtomically(file, jsonText(content))
}
