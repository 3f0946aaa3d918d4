// What each allowed device may be made to do, and the protocol that it has proved to speak.
import type { Migration } from './migration.ts';

export const deviceLimits: Migration = {
  id: 130,
  sqlite: `
ALTER TABLE devices ADD COLUMN limits TEXT;
ALTER TABLE devices ADD COLUMN speaks TEXT;
`,
};
