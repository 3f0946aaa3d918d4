// A process that opens a data folder and is killed, or fails, before one of its effects on the disk:
// `node upgrade-child.ts <folder> <newer|same> <kill|fail> <which effect, 0 for none>`; one JSON line out.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import Database from 'better-sqlite3';
import { isAppError } from '#main/contract/errors.ts';

const [folder = '', program = '', how = '', which = '0'] = process.argv.slice(2);

let effects = 0;
function counted<A extends unknown[], R>(effect: (this: unknown, ...words: A) => R): (this: unknown, ...words: A) => R {
  return function (this: unknown, ...words: A) {
    effects += 1;
    if (effects === Number(which)) {
      if (how === 'kill') process.kill(process.pid, 'SIGKILL');
      throw Object.assign(new Error('the disk said no'), { code: 'EIO', syscall: 'write' });
    }
    return effect.apply(this, words);
  };
}

const { renameSync, rmSync, copyFileSync, fsyncSync, writeFileSync, mkdirSync } = fs;
// Taking away what is not there is no effect.
const dyingRemove = counted(rmSync);
Object.assign(fs, {
  renameSync: counted(renameSync),
  copyFileSync: counted(copyFileSync),
  fsyncSync: counted(fsyncSync),
  writeFileSync: counted(writeFileSync),
  mkdirSync: counted(mkdirSync),
  rmSync: (...words: Parameters<typeof rmSync>) =>
    (fs.existsSync(words[0]) ? dyingRemove : rmSync).apply(undefined, words),
});
syncBuiltinESMExports();
const { exec, backup, close } = Database.prototype;
Object.assign(Database.prototype, { exec: counted(exec), backup: counted(backup), close: counted(close) });
const statement: { run: Database.Statement['run'] } = Object.getPrototypeOf(
  new Database(':memory:').prepare('SELECT 1'),
);
statement.run = counted(statement.run);

// Only now, so that these read the functions from above.
const { openSqliteStore } = await import('../sqlite/open-store.ts');
const { newerMigrations } = await import('./upgrade-folder.ts');
const { migrations: same } = await import('../migrations/list.ts');
const migrations = program === 'newer' ? newerMigrations : same;

type Said = { readonly outcome: string; readonly effects: number };

async function run(): Promise<Said> {
  try {
    const { store } = await openSqliteStore({ folder, now: Date.now, migrations });
    const said = { outcome: 'opened', effects };
    effects = Number.NaN; // what follows is no part of the upgrade
    await store.close();
    return said;
  } catch (error) {
    return { outcome: isAppError(error) ? (error.details?.reason ?? error.code) : String(error), effects };
  }
}

const said = await run();
process.stdout.write(`${JSON.stringify(said)}\n`, () => process.exit(0));
