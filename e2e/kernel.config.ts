// Against the kernel of Debian, booted in an emulator: real USB, HID and I2C without any hardware. Slow, so a job of its own.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['e2e/kernel/**/*.kernel.ts'],
    testTimeout: 30_000,
    hookTimeout: 1_000_000,
    fileParallelism: false,
    pool: 'forks',
  },
});
