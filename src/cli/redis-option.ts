/** The option --redis of sweep and worker. Its value may hold a password, so it is never shown. */
import { Option } from 'commander'

/** Where the URL may be instead, out of sight of other users of the machine. */
const VARIABLE = 'FORMSCALE_REDIS'

export const redisOption = (what: string) =>
  new Option('--redis [url]', `${what}: redis://… or rediss://… (default: $${VARIABLE})`)

/**
 * The URL that the option or the environment gives. The title of the process, which shows its arguments, is changed, so
 * that no password stays there.
 *
 * @throws Error of one line if there is none.
 */
export function redisUrl(given: string | true, command: string): string {
  process.title = `formscale ${command}`
  const url = given === true ? process.env[VARIABLE] : given
  if (url) return url
  throw new Error(`--redis needs a URL such as redis://localhost:6379, after it or in $${VARIABLE}`)
}
