/** Style of the report's page: one column, figures as wide as the text, nothing loaded from elsewhere. */
import { colourCss, FONT, figureCss } from '../theme.ts'

const layout = `
*{box-sizing:border-box}
html{scroll-behavior:smooth}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 ${FONT};-webkit-text-size-adjust:100%}
main{max-width:940px;margin:0 auto;padding:44px 20px 72px}
header .kind{font-size:.8125rem;color:var(--muted);margin:0 0 2px}
h1{font-size:2rem;line-height:1.15;letter-spacing:-.02em;margin:0 0 8px;overflow-wrap:anywhere}
h2{font-size:1.5rem;letter-spacing:-.015em;line-height:1.25;margin:64px 0 10px;padding-top:28px;border-top:1px solid var(--rule);overflow-wrap:anywhere}
header+section h2,.warning+section h2{margin-top:32px}
h3{font-size:1.0625rem;margin:44px 0 10px}
h4{margin:0 0 6px;font-size:.9375rem}
p{margin:0 0 12px;max-width:46rem}
a{color:inherit}
nav{display:flex;flex-wrap:wrap;gap:8px;margin:20px 0 0}
nav a{text-decoration:none;font-size:.875rem;padding:4px 12px;border-radius:999px;background:var(--card);border:1px solid var(--rule)}
nav a:hover,nav a:focus-visible{border-color:var(--muted)}
.lead{font-size:1.0625rem}
.muted,.note,.healthy,figcaption{color:var(--muted)}
.note{font-size:.875rem}
figure{margin:0}
figcaption{font-size:.875rem;max-width:46rem;margin-top:8px}
.narrow{display:none}
.legend{display:flex;flex-wrap:wrap;gap:4px 18px;margin:0 0 14px;padding:0;list-style:none;font-size:.875rem}
.legend li{display:flex;align-items:center;gap:7px;cursor:default}
.legend svg{flex:none}
`
const tables = `
.scroll{overflow-x:auto;margin:12px 0}
table{border-collapse:collapse;width:100%;font-size:.875rem;font-variant-numeric:tabular-nums}
th{font-weight:500;color:var(--muted);font-size:.8125rem;text-align:right;vertical-align:bottom;line-height:1.3}
td{text-align:right;white-space:nowrap;vertical-align:top}
th,td{padding:7px 0 7px 16px;border-bottom:1px solid var(--rule)}
th:first-child,td:first-child{text-align:left;padding-left:0}
td:first-child{font-weight:600;min-width:8.5rem;max-width:22rem;white-space:normal}
td.name:first-child{white-space:nowrap}
td.point,th.point{white-space:normal;min-width:12rem;text-align:left}
td .interval{color:var(--muted);margin-left:6px;font-size:.8125rem}
tbody tr[data-series]:hover td{background:var(--card)}
.swatch{display:inline-block;width:10px;height:10px;border-radius:50%;margin-right:9px}
details{margin:12px 0}
summary{cursor:pointer;color:var(--muted);font-size:.875rem}
`
const blocks = `
.panels .figure,.narrow .figure{width:100%}
.panels{display:grid;grid-template-columns:repeat(auto-fit,minmax(330px,1fr));gap:32px 36px}
.maps .panels{grid-template-columns:repeat(auto-fill,minmax(330px,1fr))}
.panels .healthy{font-size:.8125rem;line-height:1.5;margin:6px 0 0}
.panels .ailing{font-size:.8125rem;line-height:1.5;margin:6px 0 0}
.choices{display:flex;flex-wrap:wrap;gap:8px 24px;margin:0 0 16px;font-size:.875rem;color:var(--muted)}
select{font:inherit;color:var(--ink);background:var(--card);border:1px solid var(--rule);border-radius:6px;padding:4px 8px;margin-left:4px;max-width:100%}
pre{background:var(--card);border-radius:8px;padding:12px 14px;white-space:pre-wrap;overflow-wrap:anywhere;font:.8125rem/1.6 ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,monospace;margin:0 0 12px}
dl{display:grid;grid-template-columns:max-content 1fr;gap:2px 20px;font-size:.9375rem;margin:0}
dt{color:var(--muted)}dd{margin:0}
.warning{border-left:3px solid var(--series-4);padding:2px 0 2px 14px;margin:20px 0;font-size:.9375rem}
[hidden]{display:none!important}
@media (max-width:700px){
main{padding:28px 16px 48px}
h1{font-size:1.6rem}
.wide,.secondary{display:none}.narrow{display:block}
th,td{padding-left:12px}
td .interval{display:block;margin:0}
.panels,.maps .panels{grid-template-columns:minmax(0,1fr)}
}
@media print{.panels>div,figure{break-inside:avoid}nav,.choices{display:none}}
`

export const pageCss = colourCss + figureCss + layout + tables + blocks
