import { render } from 'preact'
import { colourCss } from '../src/studies/report/theme.ts'
import { App } from './app.tsx'
import { followAddress } from './place.ts'
import './style.css'

// Reports and lab share one palette.
const palette = new CSSStyleSheet()
palette.replaceSync(colourCss)
document.adoptedStyleSheets = [palette, ...document.adoptedStyleSheets]

followAddress()
render(<App />, document.getElementById('app') as HTMLElement)
