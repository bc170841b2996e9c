import type { BlockGround } from '@augenblick/contract';
import type { GroundColours, Theme } from './theme.ts';

/** What the media query says; a preview of dark mode replaces it. */
export const DARK_QUERY = '@media (prefers-color-scheme: dark)';
export const DARK_ALWAYS = '@media all';

function groundRules(name: BlockGround, colours: GroundColours): string {
  const { paper, ink, muted, link, line, button, buttonInk } = colours;
  return [
    `.g-${name}, .g-${name} > table { background:${paper} !important; background-color:${paper} !important; }`,
    `.t-${name} div, .t-${name} p, .t-${name} li, .t-${name} h1, .t-${name} h2, .t-${name} span { color:${ink} !important; }`,
    `.m-${name} div, .m-${name} p, .m-${name} a { color:${muted} !important; }`,
    `.t-${name} a { color:${link} !important; border-color:${link} !important; }`,
    // Names of products and of the shop are links that look like words.
    `.t-${name} a.k { color:${ink} !important; }`,
    `.b-${name} td, .b-${name} a { background:${button} !important; color:${buttonInk} !important; border-color:${button} !important; }`,
    `.o-${name} td, .o-${name} a { color:${link} !important; border-color:${link} !important; }`,
    `.d-${name} p { border-top-color:${line} !important; }`,
  ].join('\n');
}

/** Rules for mail programs that show mails dark; everything else stands inline. */
export function darkStyles({ dark }: Theme): string {
  const rules = (['paper', 'tint', 'accent'] as const).map((name) =>
    groundRules(name, dark.grounds[name]),
  );
  return `:root { color-scheme: light dark; supported-color-schemes: light dark; }
${DARK_QUERY} {
body, body > div, .outer, .outer > div { background:${dark.outer} !important; background-color:${dark.outer} !important; }
${rules.join('\n')}
}`;
}
