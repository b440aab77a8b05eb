import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

if (Number.parseInt(process.versions.node) < 22)
  throw new Error(
    `The tests need Node 22 or newer and this is ${process.version}. ` +
      'Use `npm test` or `npx vitest`: they run the Node 24 that `npm ci` installed.',
  )

export default defineConfig({
  // Examples import the package, and tests import an example.
  resolve: { alias: { 'parley/client': new URL('./client/index.ts', import.meta.url).pathname } },
  test: {
    include: ['test/**/*.test.ts'],
    // They need a browser: `npm run test:browser`.
    exclude: ['test/browser/**'],
    // Much of the time is waiting for processes and disks: on two cores one worker would leave one idle.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 30_000,
    hookTimeout: 30_000,
    restoreMocks: true,
  },
})
