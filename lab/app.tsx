import type { ComponentType } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { type PageEntry, pageNamed, pages } from './pages.ts'
import { linkTo, place } from './place.ts'

/** Header with the tabs, and the page that the address names. */
export function App() {
  const { page: id } = place()
  const page = id === '' ? pages[0] : pageNamed(id)
  return (
    <>
      <button type="button" class="skip" onClick={focusMain}>
        Skip to the page
      </button>
      <header class="masthead">
        <a class="brand" href={linkTo('explore')}>
          formscale <span>lab</span>
        </a>
        <nav aria-label="Pages">
          {pages.map(({ id, title }) => (
            <a key={id} href={linkTo(id)} aria-current={id === page?.id ? 'page' : undefined}>
              {title}
            </a>
          ))}
        </nav>
      </header>
      <main id="main" tabIndex={-1}>
        {page ? <Loaded key={page.id} page={page} /> : <Unknown id={id} />}
      </main>
    </>
  )
}

const focusMain = () => document.getElementById('main')?.focus()

/** A page once its code has arrived. */
function Loaded({ page }: { readonly page: PageEntry }) {
  const [Page, setPage] = useState<ComponentType | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  useEffect(() => {
    document.title = `${page.title} · formscale lab`
    page.load().then(
      (module) => setPage(() => module.default),
      (error) => setProblem(String(error)),
    )
  }, [page])
  if (problem) return <p class="problem">This page could not be loaded ({problem}). Reload to try again.</p>
  return Page && <Page />
}

const Unknown = ({ id }: { readonly id: string }) => (
  <>
    <h1>No such page</h1>
    <p class="problem">
      There is no page “{id}”. The pages are {pages.map(({ title }) => title).join(', ')}.
    </p>
  </>
)
