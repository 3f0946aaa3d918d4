// An agent in a process of its own, at work in a folder until it is killed. Arguments: the folder, a seed.
import { createChance, createUndoKit, someEffect } from './undo-kit.ts';

const [, , base = '', seed = '0'] = process.argv;
const kit = await createUndoKit({ base });
const chance = createChance(Number(seed));
const files = await kit.files();
process.send?.('ready');
for (;;) await someEffect(files, chance);
