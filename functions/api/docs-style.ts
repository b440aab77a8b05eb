/** Narrow screens first, in the colours the reader's system prefers. */
export const STYLE = `
:root { color-scheme: light dark; --line: #8886; --quiet: light-dark(#555, #aaa); --link: light-dark(#0a58ca, #8ab4f8); --box: light-dark(#f5f5f5, #222) }
* { box-sizing: border-box }
body { margin: 0; font: 1rem/1.5 system-ui, sans-serif; background: light-dark(#fff, #121212); color: light-dark(#1a1a1a, #e8e8e8); overflow-wrap: anywhere }
header, nav, main, footer { max-width: 56rem; margin: 0 auto; padding: 0 1rem }
h1, h2, h3 { line-height: 1.25 }
h2 { margin-top: 3rem; border-bottom: 1px solid var(--line) }
h3 { margin-top: 2.5rem }
h4 { margin: 1rem 0 .25rem }
a { color: var(--link) }
a:focus-visible { outline: 2px solid var(--link); outline-offset: 2px }
code, pre { font-family: ui-monospace, monospace; font-size: .9em }
pre { background: var(--box); padding: .75rem; overflow-x: auto; white-space: pre-wrap }
ul { padding-left: 1.1rem; margin: .25rem 0 }
nav ul { list-style: none; padding: 0 }
li { margin: .25rem 0 }
.method { font-weight: 700; text-transform: uppercase }
.kind { color: var(--quiet) }
.skip { position: absolute; left: -999rem } .skip:focus { left: 1rem }
`
