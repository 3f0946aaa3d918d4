// Child of the kill test: writes the port into config.json, one higher each time, and says each one that is kept.
import { writeSync } from 'node:fs';
import { createConfigFile } from '../create-config-file.ts';

const [folder = '', from = '0'] = process.argv.slice(2);
const file = createConfigFile({ folder });
for (let port = Number(from) + 1; ; port += 1) {
  await file.change(new Map([['port', port % 65_536]]));
  writeSync(1, `${port % 65_536}\n`);
}
