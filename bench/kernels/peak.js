// What the engine's vector units can do at all: independent chains of multiply-adds on registers, in WebAssembly, joined to
// vectors of 256 bits where the engine does that for the kernels. Argument: build. Prints JSON: the peak in GFLOP/s, and the
// width. (matmul.c measures the same natively.)
import asc from 'assemblyscript/asc'
import { joinVectors } from '../../src/kernels/wide.ts'

const isJoined = joinVectors()
/** As many as hide the latency and find registers: pairs make one chain. */
const CHAINS = isJoined ? 24 : 12
const names = Array.from({ length: CHAINS }, (_, i) => `s${i}`)
const source = `
export function run(steps: i32): void {
  let ${names.map((name, i) => `${name} = v128.load(${16 * (i + 1)})`).join(', ')}
  for (; steps > 0; --steps) {
    // Read from memory, so that the compiler does not make them anew for each use.
    const x = v128.load_splat<f32>(0), y = v128.load(1024), z = v128.load(1040)
    ${names.map((s, i) => `${s} = ${multiplyAdd(i % 2 ? 'z' : 'y', s)}`).join('\n    ')}
  }
  ${names.map((s, i) => `v128.store(${16 * (i + 1)}, ${s})`).join('; ')}
}`

/** Of x and a vector, onto a sum. */
function multiplyAdd(vector, sum) {
  return `ASC_FEATURE_RELAXED_SIMD ? f32x4.relaxed_madd(x, ${vector}, ${sum}) : f32x4.add(f32x4.mul(x, ${vector}), ${sum})`
}

async function compile(build) {
  let binary
  const features = build === 'simd' ? ['simd'] : ['simd', 'relaxed-simd']
  const { error, stderr } = await asc.main(
    [
      ...['peak.ts', '-o', 'peak.wasm', '-O3', '--runtime', 'stub', '--use', 'abort='],
      ...features.flatMap((name) => ['--enable', name]),
      '--initialMemory',
      '1',
    ],
    {
      readFile: (name) => (name === 'peak.ts' ? source : null),
      writeFile: (name, contents) => {
        if (name === 'peak.wasm') binary = contents
      },
    },
  )
  if (error) throw new Error(String(stderr), { cause: error })
  return binary
}

const { instance } = await WebAssembly.instantiate(await compile(process.argv[2]))
new Float32Array(instance.exports.memory.buffer).fill(1e-9)
const steps = 200_000
let best = 0
for (const end = performance.now() + 1000; performance.now() < end; ) {
  const start = performance.now()
  instance.exports.run(steps)
  best = Math.max(best, (CHAINS * 8 * steps) / (performance.now() - start) / 1e6)
}
console.log(JSON.stringify({ peak: best, bits: isJoined ? 256 : 128 }))
