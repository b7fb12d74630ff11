/** `npm start`: two small comparisons and a report, each by the formscale command that it prints first. */
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const cli = join(root, 'dist', 'cli', 'main.js')

/** runs/start-1, or the first number that is free. */
function freshFolder() {
  mkdirSync('runs', { recursive: true })
  for (let count = 1; ; count++) if (!existsSync(`runs/start-${count}`)) return `runs/start-${count}`
}

/** Runs a formscale command; its exit code. */
function formscale(command) {
  console.log(`\n$ formscale ${command}\n`)
  const child = spawn(process.execPath, [cli, ...command.split(' ')], { stdio: 'inherit' })
  return new Promise((resolve) => child.on('exit', (code) => resolve(code ?? 1)))
}

async function main() {
  if (!existsSync(cli)) {
    console.error('formscale: dist/ is missing; run npm run build first')
    return 1
  }
  const out = freshFolder()
  const examples = relative(process.cwd(), join(root, 'examples', 'updates'))
  // Larger and more steps on each rollout than the defaults, so that members differ: they agree to first order.
  const eager = '--set numEnvs=8 --set epochs=10 --set optimiser.learningRate=1e-3'
  const commands = [
    `compare --env CartPole-v1 --updates ppo,a2c,spo,mdpo,${examples}/ppo-alphaR-0.5.json --seeds 3 --steps 150000 ${eager} --out ${out}`,
    `compare --env Bandit2D-v0 --updates ppo,a2c,ml,spo,${examples}/mse-cool.json --seeds 3 --steps 60000 --out ${out} --resume`,
    `report ${out}`,
  ]
  for (const command of commands) {
    const code = await formscale(command)
    if (code !== 0) return code
  }
  return 0
}

// Ctrl-C reaches the command too, which stops cleanly; this process waits for it.
process.on('SIGINT', () => {})
process.exitCode = await main()
