import { html, type Html, raw } from './html.ts';
import { inkOn, type Look, type PageLanguage } from './look.ts';
import type { Say } from './texts.ts';

/** What every page for shoppers is made of. */
export interface PageParts {
  look: Look;
  language: PageLanguage;
  say: Say;
  title: string;
  body: Html;
}

/** Colours of both appearances; the retailer's own stands on buttons only, where its contrast is certain. */
const STYLE = `
*{box-sizing:border-box}
:root{color-scheme:light dark;--paper:#faf7f2;--raised:#fff;--line:#e7e0d6;--edge:#8d8378;--ink:#1e1b18;--muted:#6f665c;--good:#277650;--bad:#b3382c}
@media(prefers-color-scheme:dark){:root{--paper:#171513;--raised:#211e1b;--line:#37322d;--edge:#857b70;--ink:#f2ede6;--muted:#a79c90;--good:#6fc497;--bad:#f08d80}}
html{background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;-webkit-text-size-adjust:100%}
body{margin:0;min-height:100vh;display:flex;flex-direction:column}
.bar{height:6px;background:var(--accent)}
header,main,footer{width:100%;max-width:34rem;margin:0 auto;padding:0 16px}
header{padding-top:24px}header img{display:block;max-width:200px;max-height:56px}
.shop{font-weight:650;letter-spacing:-.01em;font-size:1.05rem;margin:0}
main{flex:1;padding-top:16px;padding-bottom:40px}
.card{background:var(--raised);border:1px solid var(--line);border-radius:12px;padding:24px;box-shadow:0 1px 2px rgb(0 0 0/.04),0 8px 24px rgb(0 0 0/.05)}
.card+.card{margin-top:16px}
h1{font-size:1.6rem;line-height:1.2;letter-spacing:-.02em;margin:0 0 12px;text-wrap:balance}
h2{font-size:1.05rem;margin:0 0 4px}
p{margin:0 0 12px;max-width:62ch}p:last-child{margin-bottom:0}
.muted{color:var(--muted)}.small{font-size:.875rem}
blockquote{margin:0 0 16px;padding:12px 16px;border-inline-start:3px solid var(--accent);background:var(--paper);border-radius:0 8px 8px 0;white-space:pre-line}
.note{border-radius:8px;padding:12px 16px;margin:0 0 16px;border:1px solid}
.good{color:var(--good)}.bad{color:var(--bad)}
form{margin:0}fieldset{border:0;margin:0;padding:0;min-width:0}
legend{font-weight:600;padding:0;margin-bottom:4px}
label.field{display:block;font-weight:600;margin:0 0 12px}
input[type=email],input[type=text],select{display:block;width:100%;min-height:46px;margin-top:4px;padding:10px 12px;font:inherit;font-weight:400;color:inherit;background:var(--raised);border:1px solid var(--edge);border-radius:8px}
select{appearance:none;padding-right:40px;background-image:linear-gradient(45deg,transparent 50%,var(--muted) 50%),linear-gradient(135deg,var(--muted) 50%,transparent 50%);background-position:right 19px center,right 14px center;background-size:5px 5px;background-repeat:no-repeat}
label.tick{display:flex;gap:12px;align-items:flex-start;padding:10px 0;min-height:44px;cursor:pointer}
label.tick+label.tick{border-top:1px solid var(--line)}
label.tick input{flex:none;width:20px;height:20px;margin:2px 0 0;accent-color:var(--accent)}
label.tick span{display:block}
button,.button{display:inline-block;min-height:48px;padding:12px 22px;font:inherit;font-weight:600;text-decoration:none;border-radius:8px;border:1px solid transparent;background:var(--accent);color:var(--on-accent);cursor:pointer;max-width:100%}
button.quiet{background:none;color:inherit;border-color:var(--edge)}
button:hover{filter:brightness(1.06)}
button.wide{width:100%}
.row{display:flex;flex-wrap:wrap;gap:12px;align-items:center;margin-top:16px}
a{color:inherit;text-underline-offset:.2em}
:focus-visible{outline:3px solid var(--ink);outline-offset:2px}
section+section{margin-top:24px;padding-top:24px;border-top:1px solid var(--line)}
.trap{position:absolute;left:-9999px;width:1px;height:1px;overflow:hidden}
footer{padding-top:8px;padding-bottom:32px;color:var(--muted);font-size:.875rem}
footer a{display:inline-block;padding:8px 0;margin-inline-end:16px}
@media(max-width:420px){.card{padding:20px 16px}h1{font-size:1.4rem}}
@media(prefers-reduced-motion:no-preference){.card{animation:come .18s ease-out}@keyframes come{from{opacity:0;transform:translateY(4px)}}}
`;

/** A whole page: small, without a script, without anything from elsewhere. */
export function page({ look, language, say, title, body }: PageParts): string {
  const own = `:root{--accent:${look.accent};--on-accent:${inkOn(look.accent)}}`;
  const links = [
    { label: say('imprint'), url: look.imprint },
    { label: say('privacy'), url: look.privacy },
  ].filter(({ url }) => url !== '');
  return html`<!doctype html>
<html lang="${language}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex"><link rel="icon" href="data:,"><meta name="referrer" content="no-referrer">
<title>${title} – ${look.name}</title><style>${raw(own + STYLE)}</style></head>
<body><div class="bar"></div>
<header>${
    look.logo
      ? html`<img src="${look.logo.url}" alt="${look.logo.alt}">`
      : html`<p class="shop">${look.name}</p>`
  }</header>
<main>${body}</main>
${
  links.length > 0 &&
  html`<footer>${links.map(({ label, url }) => html`<a href="${url}">${label}</a>`)}</footer>`
}
</body></html>
`.markup;
}

/** A card with a headline and a sentence: for everything that only has to be said. */
export function said(title: string, text: string, more: Html | false = false): Html {
  return html`<div class="card"><h1>${title}</h1><p>${text}</p>${more}</div>`;
}
