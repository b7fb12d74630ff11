import { spawn } from 'node:child_process'

/**
 * Runs a program to its end. Gives what it printed, and its whole time from spawn to exit.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {Record<string, string>} [env]
 * @returns {Promise<{ stdout: string, processSeconds: number }>}
 */
export function runProgram(command, args, env = {}) {
  return new Promise((resolve, reject) => {
    const started = performance.now()
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    })
    let stdout = ''
    let stderr = ''
    child.stdout.on('data', (chunk) => {
      stdout += chunk
    })
    child.stderr.on('data', (chunk) => {
      stderr += chunk
    })
    child.on('error', reject)
    child.on('close', (code, signal) => {
      const processSeconds = (performance.now() - started) / 1000
      if (code === 0) return resolve({ stdout, processSeconds })
      const tail = `${stdout}\n${stderr}`.trim().split('\n').slice(-20).join('\n')
      reject(new Error(`${command} ${args.join(' ')} ended with ${signal ?? `status ${code}`}:\n${tail}`))
    })
  })
}
