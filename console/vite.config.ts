import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

/** The page as static files: `base` is where the api function serves them, under names that change with what is in them. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: '/inbox/',
  build: {
    outDir: fileURLToPath(new URL('../dist/console', import.meta.url)),
    emptyOutDir: true,
    manifest: true,
    target: ['chrome111', 'firefox114', 'safari16.4'],
    // The policy of the page lets no data: script or style in, and what is inlined is loaded again with each page.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
})
