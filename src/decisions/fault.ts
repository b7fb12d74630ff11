/** `clicks.csv, row 12: …`; rows count from 1, without a header. */
export const faultAt = (log: string, row: number, fault: string) =>
  new Error(`${log}, row ${row.toLocaleString('en')}: ${fault}`)

/** `clicks.csv, row 12, column reward: …` */
export const faultIn = (log: string, row: number, column: string, fault: string) =>
  new Error(`${log}, row ${row.toLocaleString('en')}, column ${column}: ${fault}`)
