// What the engine's vector units can do at all: independent chains of multiply-adds on registers, in WebAssembly.
// Argument: build. Prints JSON in GFLOP/s. (matmul.c measures the same natively.)
import asc from 'assemblyscript/asc'

const CHAINS = 12
const names = Array.from({ length: CHAINS }, (_, i) => `s${i}`)
const source = `
export function run(steps: i32): void {
  // Read from memory, so that the compiler does not make them anew for each use.
  const x = v128.load_splat<f32>(0), y = v128.load_splat<f32>(4)
  let ${names.map((name, i) => `${name} = f32x4.splat(${i})`).join(', ')}
  for (; steps > 0; --steps) {
    ${names.map((s) => `${s} = ASC_FEATURE_RELAXED_SIMD ? f32x4.relaxed_madd(${s}, x, y) : f32x4.add(f32x4.mul(${s}, x), y)`).join('\n    ')}
  }
  ${names.map((s, i) => `v128.store(${16 * (i + 1)}, ${s})`).join('; ')}
}`

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
new Float32Array(instance.exports.memory.buffer).set([0.999, 1e-9])
const steps = 200_000
let best = 0
for (const end = performance.now() + 1000; performance.now() < end; ) {
  const start = performance.now()
  instance.exports.run(steps)
  best = Math.max(best, (CHAINS * 8 * steps) / (performance.now() - start) / 1e6)
}
console.log(JSON.stringify({ peak: best }))
