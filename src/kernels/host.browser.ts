/** Threads for the kernels in a browser: their program travels in the library, so that no bundler has to know of it. */

import type * as node from './host.node.ts'
import KernelWorker from './threads/worker.ts?worker&inline'

export const startWorker: typeof node.startWorker = (data) =>
  new Promise((resolve, reject) => {
    const worker = new KernelWorker()
    worker.onerror = ({ message }) =>
      reject(
        new Error(
          `a thread of the kernels can't start (${message || "does the page's policy let blob: workers in?"})`,
        ),
      )
    worker.onmessage = () => resolve()
    worker.postMessage(data)
  })
