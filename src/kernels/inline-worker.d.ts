/** A worker whose program Vite puts into the bundle. */
declare module '*?worker&inline' {
  const InlineWorker: new () => Worker
  export default InlineWorker
}
