// A copy of the app that is killed on the way to a newer one: `node interrupted-child.ts <folder> <feed> <key> <effect>`.
// Dies before that effect on the disk of its installation, counted from the end of the download; 0: not at all.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const [folder = '', feedUrl = '', key = '', which = '0'] = process.argv.slice(2);

let effects = Number.NaN; // none counts before the end of the download
function counted<A extends unknown[], R>(effect: (...words: A) => R): (...words: A) => R {
  return (...words) => {
    effects += 1;
    if (effects === Number(which)) process.kill(process.pid, 'SIGKILL');
    return effect(...words);
  };
}
Object.assign(fs, {
  copyFileSync: counted(fs.copyFileSync),
  chmodSync: counted(fs.chmodSync),
  fsyncSync: counted(fs.fsyncSync),
  renameSync: counted(fs.renameSync),
  rmSync: counted(fs.rmSync),
});
syncBuiltinESMExports();
// Only now, so that these read the functions from above.
const { installApp } = await import('./installed-app.ts');

const app = installApp({ folder, feedUrl, keys: [key] });
await app.check();
process.stdout.write('downloading\n');
await app.download();
effects = 0;
app.host.atEnd();
process.stdout.write(`${effects}\n`, () => process.exit(0));
