import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { budget } from './budget.ts';

export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  plugins: [react(), budget({ limitKb: 250, partKb: 100 })],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // Fonts and pictures stay files: a data: URL would need a hole in the content security policy.
    assetsInlineLimit: 0,
    target: 'es2022',
    sourcemap: false,
    // The inline script that would preload modules is not needed by any browser with the target above.
    modulePreload: { polyfill: false },
  },
});
