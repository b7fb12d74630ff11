/**
 * Puts the values in an order in which the k-th smallest (from 0) stands at k, none greater before it, none smaller
 * after it, and gives it (Hoare's quickselect). In place; faster than sorting when only a few order statistics count.
 *
 * @param from first place that may move: all before it must already be in this order.
 */
export function select(values: Float64Array, k: number, from = 0): number {
  let low = from
  let high = values.length - 1
  while (low < high) {
    const pivot = values[(low + high) >> 1]
    let i = low
    let j = high
    while (i <= j) {
      while (values[i] < pivot) i++
      while (values[j] > pivot) j--
      if (i <= j) {
        const value = values[i]
        values[i++] = values[j]
        values[j--] = value
      }
    }
    if (k <= j) high = j
    else if (k >= i) low = i
    else break
  }
  return values[k]
}
