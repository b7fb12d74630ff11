/** The lab's built pages, as files of one folder and nothing outside it. */
import { createReadStream } from 'node:fs'
import { realpath, stat } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createRequire } from 'node:module'
import { extname, join, sep } from 'node:path'
import { workerHeaders } from './headers.ts'

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
}

/** Answers with the file that the path names, or false where there is none of a known type. */
export async function servePage(
  folder: string,
  pathname: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const file =
    (await fileWithin(folder, pathname.endsWith('/') ? `${pathname}index.html` : pathname)) ??
    (isMujoco(pathname) ? mujocoFile() : undefined)
  const type = file && types[extname(file)]
  if (!file || !type) return false
  const { size } = await stat(file)
  // The build names its assets by their content; the entrance must be asked for every time.
  const lasting = pathname.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache'
  response.writeHead(200, {
    'Content-Type': type,
    'Content-Length': size,
    'Cache-Control': lasting,
    ...(isWorker(pathname) && workerHeaders),
  })
  if (request.method === 'HEAD') response.end()
  else
    createReadStream(file)
      .on('error', (error) => response.destroy(error))
      .pipe(response)
  return true
}

/** As the build names them. */
const isWorker = (pathname: string) => /\.worker-[\w-]+\.js$/.test(pathname)

/** The package formscale leaves its copy out: 10 MB that the package of MuJoCo has, of the same version. */
const isMujoco = (pathname: string) => /^\/assets\/mujoco-[\w-]+\.wasm$/.test(pathname)

/** Undefined where the package is not installed. */
function mujocoFile(): string | undefined {
  try {
    return createRequire(import.meta.url).resolve('@mujoco/mujoco/mujoco.wasm')
  } catch {
    return undefined
  }
}

/** The real file at a path of URLs below `folder`, links followed; undefined where that leads out of it. */
async function fileWithin(folder: string, pathname: string): Promise<string | undefined> {
  try {
    const decoded = decodeURIComponent(pathname)
    if (decoded.includes('\0')) return undefined
    const root = await realpath(folder)
    const file = await realpath(join(root, decoded))
    return file.startsWith(root + sep) && (await stat(file)).isFile() ? file : undefined
  } catch {
    return undefined
  }
}
