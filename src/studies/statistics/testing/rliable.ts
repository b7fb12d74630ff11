import { readFileSync } from 'node:fs'
import type { Aggregate } from '../index.ts'

type Bounds = [low: number, high: number]

interface RliableFixture {
  tables: {
    name: string
    /** Runs × environments × steps. */
    scores: number[][][]
    /** Of each step; the interval is that of the last. */
    aggregates: Record<Aggregate, { values: number[]; interval: Bounds }>
    /** The interquartile mean's at the first step. */
    iqmFirstInterval: Bounds
    profile: { thresholds: number[]; values: number[]; low: number[]; high: number[] }
  }[]
  /** A table against another one: runs × environments. */
  pairs: { name: string; other: number[][]; value: number; interval: Bounds }[]
}

/** What rliable gives; made by fixtures/make.py. */
export const rliableFixture: RliableFixture = JSON.parse(
  readFileSync(new URL('../fixtures/rliable.json', import.meta.url), 'utf8'),
)
