import { createRequire } from 'node:module';
import { createThread } from '../runtime/index.ts';

const require = createRequire(import.meta.url);
/** Somebody who edits a template asks every few seconds. */
const IDLE_MS = 20_000;

const CODE = `
const mjml2html = require(data);
const options = { fonts: {}, keepComments: false, validationLevel: 'skip' };
return async (source) => (await mjml2html(source, options)).html;`;

/** MJML takes 60 MB and is only needed where templates are laid out: it runs in a thread that goes again. */
const thread = createThread<string, string>({
  code: CODE,
  data: require.resolve('mjml'),
  idleMs: IDLE_MS,
});

/** HTML of an MJML source, without the spaces it is indented with. */
export async function layOut(source: string): Promise<string> {
  const html = await thread.ask(source);
  return html.replace(/^[ \t]+/gm, '').replace(/\n{2,}/g, '\n');
}
