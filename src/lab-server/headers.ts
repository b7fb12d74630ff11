/** Headers of every answer: nothing is loaded from elsewhere, framed, or guessed at. */

const policy = (scripts: string) =>
  `default-src 'none'; script-src ${scripts}; style-src 'self'; img-src 'self' data: blob:; connect-src 'self' data: blob:; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`

export const securityHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': policy("'self' 'wasm-unsafe-eval'"),
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  // By which the pages know that they can ask for runs.
  'X-Formscale-Lab': 'runs',
}

/**
 * What workers get in its place: MuJoCo's bindings write functions at run time. A worker has no page to be tricked
 * into, and still loads nothing from elsewhere.
 */
export const workerHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': policy("'self' 'wasm-unsafe-eval' 'unsafe-eval'"),
}
