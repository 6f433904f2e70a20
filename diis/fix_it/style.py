"""How the page of the fix-it sheet looks: the colours, type and spacing of the NHS design system, in one piece."""

STYLE = """
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0; background: #f0f4f5; color: #212b32; font: 1.1875rem/1.5 "Frutiger W01", Arial, sans-serif; }
header { background: #005eb8; color: #fff; padding: .75rem 1rem; font-weight: 600; }
header p { margin: 0 auto; max-width: 60rem; }
main { margin: 0 auto; max-width: 62rem; padding: 1.5rem 1rem 3rem; }
h1 { font-size: 2rem; line-height: 1.25; overflow-wrap: anywhere; }
h2 { font-size: 1.375rem; line-height: 1.3; margin: 0 0 .75rem; overflow-wrap: anywhere; }
p { max-width: 44rem; overflow-wrap: anywhere; }
a { color: #005eb8; }
a:hover { color: #7c2855; }
a:focus { background: #ffeb3b; box-shadow: 0 -2px #ffeb3b, 0 4px #212b32; color: #212b32; }
a:focus { outline: 4px solid transparent; text-decoration: none; }
.skip { position: absolute; left: -999em; }
.skip:focus { left: 1rem; position: static; display: inline-block; padding: .5rem 1rem; }
table { background: #fff; border-collapse: collapse; margin: 1rem 0 2rem; width: 100%; }
caption { font-weight: 600; padding: .5rem 0; text-align: left; }
th, td { border-bottom: 1px solid #d8dde0; padding: .5rem; text-align: left; vertical-align: top; }
th, td { overflow-wrap: break-word; }
tbody th { font-weight: 400; }
.number { text-align: right; }
section { background: #fff; margin: 0 0 1.5rem; padding: 1rem 1.5rem; }
section { border: 1px solid #d8dde0; border-left: .5rem solid #d5281b; }
section.warning { border-left-color: #fa9200; }
.level { font-weight: 600; }
@media (max-width: 40rem) {
  body { font-size: 1rem; }
  h1 { font-size: 1.5rem; overflow-wrap: break-word; }
  thead { position: absolute; left: -999em; }
  table, caption, tbody, tr, th, td { display: block; }
  table { background: none; }
  tbody tr { background: #fff; border: 1px solid #d8dde0; margin: 0 0 1rem; padding: .5rem; }
  th, td { border: 0; padding: .25rem; }
  td::before { content: attr(data-label) ": "; font-weight: 600; }
  .number { text-align: left; }
  section { padding: .75rem 1rem; }
}
.code { color: #4c6272; font-size: 1rem; }
@media print { body { background: #fff; } section { break-inside: avoid; } .skip { display: none; } }
"""
