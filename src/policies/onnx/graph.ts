/** An ONNX graph while it is put together: every operation gives its result a name, which the next take. */
import { type Bytes, bytes, float, integer, message, text } from './protobuf.ts'

/** Types of elements, by ONNX's numbers. */
export const FLOAT = 1
export const INT64 = 7
export const BOOL = 9
export const DOUBLE = 11

/** The set of operators: the first that has layer norm. */
const OPSET = 17
/** The version of the format that goes with it. */
const IR_VERSION = 8

/** Of an attribute, by ONNX's numbers. */
const [KIND_FLOAT, KIND_INTEGER, KIND_INTEGERS] = [1, 2, 7]

/** A number is an integer, unless it is said to be a float. */
type Attribute = number | readonly number[] | { readonly float: number }

type Data = Float32Array | Float64Array | BigInt64Array

export class Graph {
  readonly #nodes: Uint8Array[] = []
  readonly #constants: Uint8Array[] = []
  readonly #inputs: Uint8Array[] = []
  readonly #outputs: Uint8Array[] = []
  #count = 0

  /** A tensor that the user gives. Names among the sizes are free; the batch is `N`. */
  input(name: string, type: number, shape: readonly (number | string)[]): string {
    this.#inputs.push(valueInfo(name, type, shape))
    return name
  }

  /** A tensor that the user gets, under this name. */
  output(value: string, name: string, type: number, shape: readonly (number | string)[]): void {
    this.#add('Identity', [value], name, {})
    this.#outputs.push(valueInfo(name, type, shape))
  }

  constant(data: Data, shape: readonly number[], name = `constant${this.#count++}`): string {
    const type = data instanceof Float32Array ? FLOAT : data instanceof Float64Array ? DOUBLE : INT64
    const raw = new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    const dims = shape.map((size) => integer(1, size))
    this.#constants.push(message(...dims, integer(2, type), text(8, name), bytes(9, raw)))
    return name
  }

  /** Of float32. */
  scalar(value: number): string {
    return this.constant(Float32Array.of(value), [])
  }

  integers(...values: readonly number[]): string {
    return this.constant(BigInt64Array.from(values, BigInt), [values.length])
  }

  /** An operation of ONNX's standard set; the name of its result. */
  add(
    operation: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>> = {},
  ): string {
    const name = `${operation.toLowerCase()}${this.#count++}`
    this.#add(operation, inputs, name, attributes)
    return name
  }

  #add(
    operation: string,
    inputs: readonly string[],
    output: string,
    attributes: Readonly<Record<string, Attribute>>,
  ): void {
    const fields = [
      ...inputs.map((name) => text(1, name)),
      text(2, output),
      text(4, operation),
      ...Object.entries(attributes).map(([name, value]) => bytes(5, attribute(name, value))),
    ]
    this.#nodes.push(message(...fields))
  }

  /** The model's file. @param metadata for whoever looks into it. */
  encode(version: string, metadata: Readonly<Record<string, string>>): Uint8Array<ArrayBuffer> {
    const each = (field: number, all: readonly Uint8Array[]) => all.map((one) => bytes(field, one))
    const graph = message(
      ...each(1, this.#nodes),
      text(2, 'policy'),
      ...each(5, this.#constants),
      ...each(11, this.#inputs),
      ...each(12, this.#outputs),
    )
    return message(
      integer(1, IR_VERSION),
      text(2, 'formscale'),
      text(3, version),
      bytes(7, graph),
      bytes(8, message(text(1, ''), integer(2, OPSET))),
      ...Object.entries(metadata).map(([key, value]) => bytes(14, message(text(1, key), text(2, value)))),
    )
  }
}

function attribute(name: string, value: Attribute): Uint8Array {
  const [kind, fields]: [number, readonly Bytes[]] =
    typeof value === 'number'
      ? [KIND_INTEGER, [integer(3, value)]]
      : 'float' in value
        ? [KIND_FLOAT, [float(2, value.float)]]
        : [KIND_INTEGERS, value.map((one) => integer(8, one))]
  return message(text(1, name), ...fields, integer(20, kind))
}

function valueInfo(name: string, type: number, shape: readonly (number | string)[]): Uint8Array {
  const dims = shape.map((size) =>
    bytes(1, message(typeof size === 'number' ? integer(1, size) : text(2, size))),
  )
  const tensor = message(integer(1, type), bytes(2, message(...dims)))
  return message(text(1, name), bytes(2, message(bytes(1, tensor))))
}
