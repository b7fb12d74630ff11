/** Runs that come as files: a folder or a zip, dropped or chosen. */
import { signal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { type Given, unpack } from './archive.ts'
import { MAX_RUNS, runs, takeUp } from './runs.ts'

const problem = signal<string | undefined>(undefined)
const over = signal(false)

export function OpenRun() {
  return (
    <div class={`open-run ${over.value ? 'over' : ''}`}>
      <p class="note">
        Drop a run's folder or zip anywhere on this page to go on with it: one of <code>formscale train</code>
        , of a study, or one downloaded here.
      </p>
      <div class="row">
        <FileButton text="Open folder" folder />
        <FileButton text="Open zip" />
      </div>
      <p class="note wrong" role="alert">
        {problem.value}
      </p>
    </div>
  )
}

/** A button that is a file input, so that keys work, too. */
function FileButton({ text, folder = false }: { readonly text: string; readonly folder?: boolean }) {
  return (
    <label class="file-button">
      {text}
      <input
        type="file"
        {...(folder ? { webkitdirectory: true } : { accept: '.zip' })}
        onChange={(event) => {
          const files = Array.from(event.currentTarget.files ?? [])
          event.currentTarget.value = ''
          void open(files.map((file) => ({ path: file.webkitRelativePath || file.name, file })))
        }}
      />
    </label>
  )
}

/** Lets files be dropped anywhere, as long as the page is there. */
export function useDrops(): void {
  useEffect(() => {
    const controller = new AbortController()
    const { signal } = controller
    document.addEventListener('dragover', whileOver, { signal })
    document.addEventListener('dragleave', () => setOver(false), { signal })
    document.addEventListener('drop', take, { signal })
    return () => controller.abort()
  }, [])
}

const setOver = (now: boolean) => {
  over.value = now
}

function whileOver(event: DragEvent): void {
  if (!event.dataTransfer?.types.includes('Files')) return
  event.preventDefault()
  setOver(true)
}

function take(event: DragEvent): void {
  setOver(false)
  const files = Array.from(event.dataTransfer?.items ?? []).filter(({ kind }) => kind === 'file')
  if (files.length === 0) return
  event.preventDefault()
  void Promise.all(files.map(filesOf)).then((found) => open(found.flat()))
}

async function open(files: Given): Promise<void> {
  if (files.length === 0) return
  try {
    if (runs.value.length >= MAX_RUNS) throw new Error(`at most ${MAX_RUNS} runs at a time: close one first`)
    takeUp(await unpack(files))
    problem.value = undefined
  } catch (error) {
    problem.value = (error as Error).message
  }
}

/** What was dropped, if it is a folder with all that is in it. */
async function filesOf(item: DataTransferItem): Promise<Given[number][]> {
  const entry = item.webkitGetAsEntry()
  const file = item.getAsFile()
  if (entry?.isDirectory) return filesBelow(entry)
  return file ? [{ path: file.name, file }] : []
}

async function filesBelow(entry: FileSystemEntry): Promise<Given[number][]> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject),
    )
    return [{ path: entry.fullPath, file }]
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader()
  const found: Given[number][] = []
  // Each call gives some more, none at the end.
  for (;;) {
    const entries = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    )
    if (entries.length === 0) return found
    for (const below of entries) found.push(...(await filesBelow(below)))
  }
}
