export { BlockFile } from './block-file.ts'
export { rowsOfFile } from './rows-of-file.ts'
