import { createRequire } from 'node:module';
import { createThread } from '../runtime/index.ts';

const require = createRequire(import.meta.url);
/** Somebody who edits a template asks every few seconds. */
const IDLE_MS = 20_000;

/** What MJML loads and laying out never calls: fetching pages, making output smaller or prettier. A third of its memory. */
const UNUSED = ['undici', 'htmlnano', 'js-beautify', 'cssnano-preset-lite', 'web-resource-inliner'];

const CODE = `
const { mjml, unused } = data;
const Module = require('node:module');
const load = Module._load;
Module._load = (name, ...rest) => (unused.includes(name) ? {} : load(name, ...rest));
const mjml2html = require(mjml);
const options = { fonts: {}, keepComments: false, validationLevel: 'skip' };
return async (source) => (await mjml2html(source, options)).html;`;

/** MJML takes 30 MB and is only needed where templates are laid out: it runs in a thread that goes again. */
const thread = createThread<string, string>({
  code: CODE,
  data: { mjml: require.resolve('mjml'), unused: UNUSED },
  idleMs: IDLE_MS,
});

/** HTML of an MJML source, without the spaces it is indented with. */
export async function layOut(source: string): Promise<string> {
  const html = await thread.ask(source);
  return html.replace(/^[ \t]+/gm, '').replace(/\n{2,}/g, '\n');
}
