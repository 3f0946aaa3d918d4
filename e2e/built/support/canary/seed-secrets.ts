// Stores secrets as the product does, from outside: `node seed-secrets.ts <data folder> <keychain|file>`, values on stdin.
import { text } from 'node:stream/consumers';
import { systemClock } from '#main/platform/base/clock.ts';
import { createRedactor, silentLog } from '#main/platform/base/log.ts';
import { createSecrets } from '#main/platform/secrets/create-secrets.ts';

const [folder = '', kind = ''] = process.argv.slice(2);
const secrets = createSecrets({
  folder,
  service: 'limpet',
  environment: process.env,
  clock: systemClock,
  log: silentLog,
  redactor: createRedactor(),
});
if (kind === 'file') await secrets.createFile('canary passphrase of the file');
for (const [name, value] of Object.entries(JSON.parse(await text(process.stdin)) as Record<string, string>))
  await secrets.set(name, value);
process.exit(0);
