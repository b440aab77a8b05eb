import { defineConfig } from 'vitest/config'

/** What is tried in a real browser: by `npm run test:browser`, where there is a Chromium. The others need none. */
export default defineConfig({
  test: {
    include: ['test/browser/**/*.test.ts'],
    // A gateway and a browser each: more of them would wait for each other.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    restoreMocks: true,
  },
})
