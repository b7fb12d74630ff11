/** f of what is shown. The reader of formulas is loaded when there is one to read. */
import { signal } from '@preact/signals'
import {
  isFormula,
  pointOf,
  type ScaleFunction,
  scaleFunction,
  type Update,
} from '../../src/updates/index.ts'

type Reader = Pick<
  typeof import('../../src/formulas/index.ts'),
  'formulaScale' | 'functionNames' | 'numbersIn'
>

const reader = signal<Reader | undefined>(undefined)
let asked = false

/** The reader of formulas; undefined while it is on its way. */
export function formulaReader(): Reader | undefined {
  if (!asked) {
    asked = true
    void import('../../src/formulas/index.ts').then(({ formulaScale, functionNames, numbersIn }) => {
      reader.value = { formulaScale, functionNames, numbersIn }
    })
  }
  return reader.value
}

/** f, or what is wrong with the formula that it is; neither while the reader is on its way. */
export function functionOf(update: Update): {
  readonly f: ScaleFunction | undefined
  readonly problem: string | undefined
} {
  if (!isFormula(update)) return { f: scaleFunction(pointOf(update).scale), problem: undefined }
  try {
    return { f: formulaReader()?.formulaScale(update), problem: undefined }
  } catch (error) {
    return { f: undefined, problem: (error as Error).message.replace('update.scale.formula: ', '') }
  }
}
