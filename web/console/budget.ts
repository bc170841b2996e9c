import { gzipSync } from 'node:zlib';
import type { Plugin, Rolldown } from 'vite';

/**
 * Prints what each route of the console costs on the wire (script and style, gzip) and fails the build above the
 * limit. A route is the entry with everything it loads at once, plus the lazy page with everything that loads. What a page
 * fetches later (a drawing area, a dialog) is printed too, with a limit for what it adds to the entry.
 */
export function budget({ limitKb, partKb }: { limitKb: number; partKb: number }): Plugin {
  return {
    name: 'augenblick-budget',
    apply: 'build',
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
      const entry = chunks.find((chunk) => chunk.isEntry);
      if (!entry) return;
      const sizes = new Map<string, number>();
      const size = (name: string): number => {
        const known = sizes.get(name);
        if (known !== undefined) return known;
        const file = bundle[name];
        const source = !file ? '' : file.type === 'chunk' ? file.code : file.source;
        const bytes = gzipSync(source).length;
        sizes.set(name, bytes);
        return bytes;
      };
      const base = filesOf(entry, bundle);
      const weigh = (files: Iterable<string>): number =>
        [...files].reduce((sum, file) => sum + size(file), 0) / 1024;
      const tell = (what: string, name: string, kb: number, limit: number): void => {
        const short = name.replace(/^assets\/|-[\w-]{8}\.js$/g, '');
        const line = `${what} ${short}: ${kb.toFixed(1)} kB`;
        if (kb > limit) this.error(`${line} gzip is over the budget of ${limit} kB`);
        this.info(`${line} gzip of ${limit} kB`);
      };
      const pages = lazyOf([entry.fileName], bundle);
      for (const name of pages) {
        const files = new Set([...base, ...loadedWith(name, bundle)]);
        tell('route', name, weigh(files), limitKb);
      }
      for (const name of lazyOf([entry.fileName, ...pages], bundle)) {
        if (pages.has(name)) continue;
        const added = [...loadedWith(name, bundle)].filter((file) => !base.has(file));
        tell('part', name, weigh(added), partKb);
      }
    },
  };
}

/** What these chunks, with everything that loads with them, import only on demand. */
function lazyOf(names: readonly string[], bundle: Rolldown.OutputBundle): Set<string> {
  const found = new Set<string>();
  for (const name of names) {
    for (const file of loadedWith(name, bundle)) {
      const chunk = bundle[file];
      if (chunk?.type === 'chunk') for (const lazy of chunk.dynamicImports) found.add(lazy);
    }
  }
  return found;
}

/** The files that come with a chunk. */
function loadedWith(name: string, bundle: Rolldown.OutputBundle): Set<string> {
  const chunk = bundle[name];
  return chunk?.type === 'chunk' ? filesOf(chunk, bundle) : new Set();
}

/** A chunk's file with its style sheets and everything it imports at once. */
function filesOf(chunk: Rolldown.OutputChunk, bundle: Rolldown.OutputBundle): Set<string> {
  const files = new Set<string>();
  const visit = (name: string): void => {
    const file = bundle[name];
    if (files.has(name) || !file) return;
    files.add(name);
    if (file.type !== 'chunk') return;
    for (const style of styleSheets(file)) files.add(style);
    for (const imported of file.imports) visit(imported);
  };
  visit(chunk.fileName);
  return files;
}

function styleSheets(chunk: Rolldown.OutputChunk): string[] {
  const meta = (chunk as { viteMetadata?: { importedCss?: Set<string> } }).viteMetadata;
  return [...(meta?.importedCss ?? [])];
}
