/** The error about numbers of a network that training has led astray. */
export const diverged = (what: string) =>
  new Error(`${what}; training diverged: lower optimiser.learningRate, or set maxGradNorm`)
