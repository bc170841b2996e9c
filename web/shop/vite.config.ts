import { gzipSync } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';

/** Most that a first visit may load of script, on the wire (bytes, gzip). */
const MOST = 45 * 1024;

/** Says what the first load weighs and fails the build above the budget. */
const budget: Plugin = {
  name: 'shop-budget',
  apply: 'build',
  generateBundle(_options, bundle) {
    const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
    const entry = chunks.find((chunk) => chunk.isEntry);
    if (!entry) return;
    const first = chunks.filter((one) => one === entry || entry.imports.includes(one.fileName));
    const size = first.reduce((sum, { code }) => sum + gzipSync(code).length, 0);
    const line = `first load: ${(size / 1024).toFixed(1)} kB gzip of 45 kB`;
    if (size > MOST) this.error(line);
    console.error(`  shop ${line}`);
  },
};

export default defineConfig({
  root: import.meta.dirname,
  base: '/shop/',
  plugins: [budget],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    target: 'es2022',
    sourcemap: false,
    modulePreload: { polyfill: false },
  },
});
