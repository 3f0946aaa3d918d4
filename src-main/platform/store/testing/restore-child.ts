// A process that puts a restore in place and dies at the step it was told.

import { dataPaths } from '../sqlite/opening/data-folder.ts';
import { applyRestore } from '../sqlite/opening/restore.ts';

const [folder = '', deadly = ''] = process.argv.slice(2);
const paths = dataPaths(folder);
applyRestore(paths, {
  now: 1_700_000_000_000,
  beforeStep: (step) => {
    if (step === deadly) process.kill(process.pid, 'SIGKILL');
  },
});
