import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'

/** A Python with gymnasium, where there is one: that of FORMSCALE_PYTHON, of the benchmarks' peers, or python3. */
export const python = [process.env['FORMSCALE_PYTHON'], resolve('bench/peers/.venv/bin/python'), 'python3']
  .filter((command) => command !== undefined)
  .find((command) => spawnSync(command, ['-c', 'import gymnasium']).status === 0)

/** Whether that Python has Atari. */
export const hasAtari = python !== undefined && spawnSync(python, ['-c', 'import ale_py, cv2']).status === 0

/** For the name of tests that are skipped without it. */
export const needsPython = 'needs a Python with gymnasium; FORMSCALE_PYTHON names one'

/** Lets children find that Python, and in it the environments of `formscale_testing`. */
export function usePython(): void {
  if (python !== undefined) process.env['FORMSCALE_PYTHON'] = python
  process.env['PYTHONPATH'] = import.meta.dirname
}
