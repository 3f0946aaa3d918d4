// The words that the app was started with, by the person or by a second start: what to show, and what to bring along.
import { isAbsolute, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { flagOptions } from '#main/app/config.ts';
import { backgroundFlag } from '../system/login-item.ts';
import { isLink } from './deep-link.ts';

export type Wishes = {
  /** `main` unless another one was asked for. */
  readonly window: 'main' | 'quick' | 'toggle' | 'none';
  readonly links: readonly string[];
  /** Absolute paths; whether something is there is found out later. */
  readonly files: readonly string[];
};
export type StartWords = {
  readonly argv: readonly string[];
  /** Relative files are meant from here. */
  readonly folder: string;
  /** In a checkout the first word that is no switch is the project. */
  readonly isPackaged: boolean;
};

const mostThings = 20;
const flags = { toggle: { type: 'boolean' }, quick: { type: 'boolean' }, background: { type: 'boolean' } } as const;

/** Chromium's switches are among the words; those that are not ours are passed over. A link is never a file. */
export function readWords({ argv, folder, isPackaged }: StartWords): Wishes {
  const { values, positionals } = parseArgs({
    args: argv.slice(1),
    options: { ...flagOptions, ...flags },
    strict: false,
    allowPositionals: true,
    allowNegative: true,
  });
  const words = isPackaged ? positionals : positionals.slice(1);
  const links = words.filter(isLink).slice(0, mostThings);
  const files = words
    .filter((word) => !isLink(word) && word !== '')
    .slice(0, mostThings)
    .map((word) => (isAbsolute(word) ? word : resolve(folder, word)));
  return { window: windowOf(values), links, files };
}

function windowOf(values: Readonly<Record<string, unknown>>): Wishes['window'] {
  if (values.toggle === true) return 'toggle';
  if (values.quick === true) return 'quick';
  return values[backgroundFlag.replace('--', '')] === true ? 'none' : 'main';
}
