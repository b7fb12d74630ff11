import { readFileSync } from 'node:fs'
import os from 'node:os'

/** @param {number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** Three digits that say something. @param {number} value */
export const round = (value) =>
  value >= 100
    ? Math.round(Number(value.toPrecision(3))).toLocaleString('en-GB')
    : String(Number(value.toPrecision(3)))

/** "median (least to most)", or a dash where a run did not measure it. @param {(number | undefined)[]} values */
export function summary(values) {
  if (values.some((value) => value === undefined || value === null)) return '–'
  const [least, most] = [Math.min(...values), Math.max(...values)]
  return least === most ? round(least) : `${round(median(values))} (${round(least)} to ${round(most)})`
}

/** A Markdown table, first column to the left. @param {string[]} header @param {string[][]} rows */
export function table(header, rows) {
  const line = (/** @type {string[]} */ cells) => `| ${cells.join(' | ')} |`
  const ruler = header.map((_, column) => (column === 0 ? '---' : '---:'))
  return [line(header), line(ruler), ...rows.map(line)].join('\n')
}

/** The vector instructions that make kernels fast, where the system tells which there are. */
function instructionSets() {
  try {
    const flags = new Set(
      readFileSync('/proc/cpuinfo', 'utf8')
        .match(/^(flags|Features)\s*:.*$/m)?.[0]
        .split(/\s+/),
    )
    return ['avx2', 'fma', 'avx512f', 'avx512_bf16', 'amx_tile', 'asimd', 'sve'].filter((set) =>
      flags.has(set),
    )
  } catch {
    return []
  }
}

/** The machine and the day, as lines of Markdown. */
export function circumstances() {
  const cpus = os.cpus()
  const memory = Math.round(os.totalmem() / 1024 ** 3)
  return [
    `- ${new Date().toISOString().slice(0, 10)}, ${cpus[0]?.model.trim() ?? 'unknown processor'} (${instructionSets().join(', ') || 'instruction sets unknown'}), ${cpus.length} cores, ${memory} GiB, ${os.type()} ${os.arch()}`,
    `- Load average at the end (1 minute): ${os.loadavg()[0].toFixed(2)}`,
  ].join('\n')
}
