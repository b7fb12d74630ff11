/** Style of the report's page: one column, figures as wide as the text, nothing loaded from elsewhere. */
import { colourCss, FONT, figureCss } from './theme.ts'

const layout = `
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 ${FONT};-webkit-text-size-adjust:100%}
main{max-width:940px;margin:0 auto;padding:40px 20px 64px}
h1{font-size:1.75rem;line-height:1.2;letter-spacing:-.015em;margin:0 0 4px}
h2{font-size:1.35rem;letter-spacing:-.01em;margin:56px 0 8px;padding-top:24px;border-top:1px solid var(--rule)}
h3{font-size:1rem;margin:36px 0 10px}
p{margin:0 0 12px;max-width:46rem}
a{color:inherit}
.muted,.note,.healthy{color:var(--muted)}
.note{font-size:.875rem}
.narrow,.legend.narrow{display:none}
.legend{display:flex;flex-wrap:wrap;gap:4px 18px;margin:0 0 10px;padding:0;list-style:none;font-size:.875rem}
.legend li{display:flex;align-items:center;gap:7px}
.legend svg{flex:none}
`
const tables = `
.scroll{overflow-x:auto;margin:12px 0}
table{border-collapse:collapse;width:100%;font-size:.9375rem;font-variant-numeric:tabular-nums}
th{font-weight:500;color:var(--muted);font-size:.8125rem;text-align:right;vertical-align:bottom;line-height:1.3}
td{text-align:right;white-space:nowrap}
th,td{padding:7px 0 7px 20px;border-bottom:1px solid var(--rule)}
th:first-child,td:first-child{text-align:left;padding-left:0}
td:first-child{font-weight:600;max-width:22rem;overflow-wrap:anywhere}
td .interval{color:var(--muted);margin-left:8px}
.swatch{display:inline-block;width:10px;height:10px;border-radius:50%;margin-right:9px}
`
const blocks = `
.panels .figure,.narrow .figure{width:100%}
.panels{display:grid;grid-template-columns:repeat(auto-fit,minmax(330px,1fr));gap:28px 36px}
.panels h4{margin:0 0 6px;font-size:.9375rem}
.panels .healthy{font-size:.8125rem;line-height:1.5;margin:6px 0 0}
pre{background:color-mix(in srgb,var(--ink) 5%,transparent);border-radius:8px;padding:12px 14px;white-space:pre-wrap;overflow-wrap:anywhere;font:.8125rem/1.6 ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,monospace;margin:0 0 12px}
dl{display:grid;grid-template-columns:max-content 1fr;gap:2px 20px;font-size:.9375rem;margin:0}
dt{color:var(--muted)}dd{margin:0}
.warning{border-left:3px solid var(--series-4);padding:2px 0 2px 14px;margin:16px 0}
@media (max-width:700px){
main{padding:28px 16px 48px}
.wide,.secondary{display:none}.narrow{display:block}.legend.narrow{display:flex}
th,td{padding-left:12px}
td .interval{display:block;margin:0;font-size:.8125rem}
.panels{grid-template-columns:minmax(0,1fr)}
}
@media print{.panels>div,figure{break-inside:avoid}}
`

export const pageCss = colourCss + figureCss + layout + tables + blocks
