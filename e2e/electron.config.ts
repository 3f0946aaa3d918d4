// Tests that start Electron itself; where it is not, they are counted as skipped.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['e2e/electron/**/*.e2e.ts'],
    testTimeout: 120_000,
    hookTimeout: 60_000,
    fileParallelism: false,
    pool: 'forks',
  },
});
