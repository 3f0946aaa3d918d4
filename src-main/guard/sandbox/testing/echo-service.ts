// A service that says everything back, ends when told so, and goes on for a while when its owner has gone.
import { appendFileSync } from 'node:fs';
import { env } from 'node:process';
import { openOwnerPort } from '#main/platform/base/owner-port.ts';

const owner = openOwnerPort();
let file: string | undefined;
owner.onMessage((text) => {
  if (text === 'fail') process.exit(3);
  if (text.startsWith('file ')) file = text.slice('file '.length);
  owner.send(text === 'environment' ? Object.keys(env).join(' ') : `you said ${text}`);
});
owner.onClose(() => {
  if (file !== undefined) appendFileSync(file, 'my owner has gone\n');
});
