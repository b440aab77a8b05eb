/** What a customer's photo shows in the pictures of the page: a bicycle, drawn for them. */
export const drawing = `<!doctype html><style>html,body{margin:0;background:#cfe3df}</style>
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 420" width="640" height="420" fill="none" stroke-linecap="round" stroke-linejoin="round">
<rect width="640" height="420" fill="#cfe3df"/><rect y="300" width="640" height="120" fill="#9bb8b1"/>
<g stroke="#23302e" stroke-width="10"><circle cx="190" cy="270" r="88"/><circle cx="460" cy="270" r="88"/></g>
<g stroke="#56706b" stroke-width="2"><path d="M190 182v176M102 270h176M128 208l124 124M252 208 128 332M460 182v176M372 270h176M398 208l124 124M522 208 398 332"/></g>
<g stroke="#c2532f" stroke-width="12"><path d="M190 270 260 150h160l40 120M260 150l60 120h-130M320 270l100-120"/></g>
<g stroke="#23302e" stroke-width="9"><path d="M250 128h44M260 150l-8-22M420 150l-10-44h44"/><circle cx="320" cy="270" r="26"/><path d="M320 270l22 44h24M320 244 196 262M320 296 196 280"/></g></svg>`
