/**
 * Contexts [n × 2] in [−1, 1]² as side × side radial basis functions each, [n × side²]: exp(−‖x − c‖² / 2w²) with the centres c on an
 * even grid that reaches the edges, row by row of x0, and the distance between neighbours as the width w.
 */
export function radialBasis(contexts: Float32Array, side: number): Float32Array {
  const width = 2 / (side - 1)
  const bell = (x: number, i: number) => Math.exp(-(((x + 1) / width - i) ** 2) / 2)
  const features = new Float32Array((contexts.length / 2) * side * side)
  for (let row = 0; row < contexts.length / 2; row++)
    for (let i = 0; i < side; i++)
      for (let j = 0; j < side; j++)
        features[(row * side + i) * side + j] = bell(contexts[2 * row], i) * bell(contexts[2 * row + 1], j)
  return features
}
