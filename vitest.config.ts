import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/setup.ts'],
    // The default leaves a core free: of two that is half.
    maxWorkers: '100%',
    // Statistical tests and tests that start processes share two cores in CI.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
