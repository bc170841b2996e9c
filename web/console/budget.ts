import { gzipSync } from 'node:zlib';
import type { Plugin, Rolldown } from 'vite';

/**
 * Prints what each route of the console costs on the wire (script and style, gzip) and fails the build above the
 * limit. A route is the entry with everything it loads at once, plus the lazy page with everything that loads.
 */
export function budget({ limitKb }: { limitKb: number }): Plugin {
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
      for (const name of pagesOf(entry, bundle)) {
        const page = bundle[name];
        const files = new Set([...base, ...(page?.type === 'chunk' ? filesOf(page, bundle) : [])]);
        const kb = [...files].reduce((sum, file) => sum + size(file), 0) / 1024;
        const line = `route ${name.replace(/^assets\/|-[\w-]{8}\.js$/g, '')}: ${kb.toFixed(1)} kB`;
        if (kb > limitKb) this.error(`${line} gzip is over the budget of ${limitKb} kB`);
        this.info(`${line} gzip of ${limitKb} kB`);
      }
    },
  };
}

/** Pages: what the entry (or the shell that it loads) imports only on demand. */
function pagesOf(entry: Rolldown.OutputChunk, bundle: Rolldown.OutputBundle): string[] {
  const seen = new Set<string>([entry.fileName]);
  const pages: string[] = [];
  const queue = [entry];
  for (let chunk = queue.shift(); chunk; chunk = queue.shift()) {
    for (const name of [...chunk.dynamicImports, ...chunk.imports]) {
      const next = bundle[name];
      if (seen.has(name) || next?.type !== 'chunk') continue;
      seen.add(name);
      if (chunk.dynamicImports.includes(name)) pages.push(name);
      queue.push(next);
    }
  }
  return pages;
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
