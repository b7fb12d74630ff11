import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import * as fs from 'node:fs'
import { text } from 'node:stream/consumers'
import { blockingPipes } from './pipes.ts'
import { program } from './python/program.ts'

/** The environment variable that names the interpreter. */
const CHOICE = 'FORMSCALE_PYTHON'

/** Bytes before an answer: int32 length of an error's text or 0, int32 length of the whole. */
const HEADER = 8

/** What faulthandler begins with. */
const CRASH = 'Fatal Python error: '

/** A child that runs our program. It ends when its pipes close, so with this process however that ends. */
export class Python {
  readonly #id: string
  readonly #child: ChildProcess
  readonly #requests: number
  readonly #answers: number
  #open = true

  private constructor(id: string, child: ChildProcess, requests: number, answers: number) {
    this.#id = id
    this.#child = child
    this.#requests = requests
    this.#answers = answers
  }

  /**
   * Starts `numEnvs` environments of Gymnasium's `id`.
   *
   * @returns the child, and its greeting: what the environments are.
   * @throws Error of one line without Python, without gymnasium, and for an id or a space that it doesn't know.
   */
  static async start(id: string, numEnvs: number): Promise<{ python: Python; greeting: unknown }> {
    const { requests, answers } = await blockingPipes('requests', 'answers')
    const command = process.env[CHOICE] || 'python3'
    const child = spawn(command, ['-c', program, id, String(numEnvs)], {
      // Whatever else is printed goes to people.
      stdio: ['ignore', 'pipe', 2, requests.read, answers.write],
      // Sets in the same order in every run.
      env: { PYTHONHASHSEED: '0', ...process.env },
    })
    fs.closeSync(requests.read)
    fs.closeSync(answers.write)
    const python = new Python(id, child, requests.write, answers.read)
    try {
      return { python, greeting: await python.#greeting(command) }
    } catch (error) {
      python.close()
      throw error
    }
  }

  async #greeting(command: string): Promise<unknown> {
    const child = this.#child
    const started = once(child, 'spawn').catch((error: Error) => {
      throw new Error(
        `gymnasium:${this.#id} runs in Python, and '${command}' does not start (${error.message}): install Python 3.10 or later and its package gymnasium, or name an interpreter by ${CHOICE}`,
        { cause: error },
      )
    })
    const [said] = await Promise.all([text(child.stdout!), started])
    if (said === '' && child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    child.unref()
    if (said === '') throw this.#failure()
    const greeting = JSON.parse(said)
    if (greeting.error !== undefined) throw new Error(greeting.error)
    return greeting
  }

  /**
   * Sends a request and waits for its answer, which begins at the start of `answer`.
   *
   * @throws Error of one line with what an environment threw, or how Python ended.
   */
  ask(request: Uint8Array, answer: Uint8Array): void {
    if (!this.#send(request)) throw this.#failure()
    const head = new Int32Array(answer.buffer, answer.byteOffset, 2)
    for (let at = 0, length = HEADER; at < length; ) {
      const got = fs.readSync(this.#answers, answer, at, answer.length - at, null)
      at += got
      if (got === 0 || (at >= HEADER && head[0] !== 0)) throw this.#failure(answer.subarray(0, at))
      if (at >= HEADER) length = head[1]
    }
  }

  /** Whether Python was there to take it. */
  #send(request: Uint8Array): boolean {
    try {
      for (let at = 0; at < request.length; ) at += fs.writeSync(this.#requests, request, at)
      return true
    } catch {
      return false
    }
  }

  /** Why there is no answer; what there is of one begins like `begun`. Python has closed its end, or will. */
  #failure(begun: Uint8Array = new Uint8Array()): Error {
    const said = this.#rest(begun)
    const words = said.toString()
    if (words.startsWith(CRASH)) return this.#crash(words)
    if (said.length > HEADER && said.readInt32LE() > 0) return new Error(said.subarray(HEADER).toString())
    const { exitCode, signalCode } = this.#child
    const how = signalCode ?? (exitCode === null ? 'killed, or out of memory' : `code ${exitCode}`)
    return new Error(`environment gymnasium:${this.#id}: Python ended without an answer (${how})`)
  }

  /** Python wrote its last words where answers go. */
  #crash(words: string): Error {
    const [first] = words.slice(CRASH.length).split('\n')
    const [, file, line, name] = words.match(/File "(.*)", line (\d+) in (.*)/) ?? []
    const where = file === undefined ? '' : ` (${file}:${line}, in ${name})`
    return new Error(`environment gymnasium:${this.#id}: Python crashed: ${first}${where}`)
  }

  /** Everything that Python says until its end, `begun` in front. */
  #rest(begun: Uint8Array): Buffer {
    const parts = [begun.slice()]
    for (;;) {
      const part = new Uint8Array(65536)
      const got = fs.readSync(this.#answers, part)
      if (got === 0) return Buffer.concat(parts)
      parts.push(part.subarray(0, got))
    }
  }

  /** Ends the child; its environments have a few seconds to close. */
  close(): void {
    if (!this.#open) return
    this.#open = false
    fs.closeSync(this.#requests)
    fs.closeSync(this.#answers)
  }
}
