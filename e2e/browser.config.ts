// End to end: real Chromium against the real gateway, one file at a time so that each has the machine.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['e2e/**/*.e2e.ts'],
    exclude: ['e2e/built/**', 'e2e/electron/**', 'e2e/kernel/**'],
    testTimeout: 90_000,
    hookTimeout: 60_000,
    fileParallelism: false,
    pool: 'forks',
  },
});
