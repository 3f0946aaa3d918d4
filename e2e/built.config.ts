// Tests of what the build made: bundles that boot, processes that are killed.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['e2e/built/**/*.e2e.ts'],
    testTimeout: 300_000,
    hookTimeout: 180_000,
    fileParallelism: false,
    pool: 'forks',
  },
});
