import type { ServerResponse } from 'node:http'

/** Answers with a sentence in place of what was asked for. */
export function refuse(response: ServerResponse, status: number, reason: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' }).end(`${reason}\n`)
}
