// What `npm test` runs, in order; each suite is counted.
export const suites = [
  { name: 'unit, contract and flow tests', config: 'vitest.config.ts' },
  { name: 'the built bundles', config: 'e2e/built.config.ts' },
  { name: 'end to end', config: 'e2e/browser.config.ts' },
  { name: 'the desktop in Electron itself', config: 'e2e/electron.config.ts' },
];
