// `limpet restore FILE`: the backup comes in the place of what is there, which is kept as a backup itself.
import { resolve } from 'node:path';
import type { Backup, RestoreOutcome } from '#main/contract/backup.ts';
import type { LimpetClient } from '#main/contract/contract.ts';
import { visibleLine } from '#main/contract/shown-text.ts';
import type { Translate } from '#main/platform/texts/translate.ts';
import type { RestoreArguments } from './arguments.ts';
import { backupFacts } from './backup.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import type { Terminal } from './terminal.ts';

export function restore(
  deps: { readonly api: Pick<LimpetClient, 'backup'>; readonly signal: AbortSignal; readonly cwd: string },
  args: RestoreArguments,
): Promise<RestoreOutcome> {
  return deps.api.backup.restore({ file: resolve(deps.cwd, args.file) }, { signal: deps.signal });
}

export type Restored = {
  readonly backup: Backup;
  readonly before?: string | undefined;
  readonly takesEffect?: RestoreOutcome['takesEffect'];
  readonly json: boolean;
  /** Another Limpet has the folder open. */
  readonly isOpen: boolean;
};

export function tellRestored(deps: { terminal: Pick<Terminal, 'out' | 'err'>; t: Translate }, r: Restored): ExitCode {
  const { terminal, t } = deps;
  const { backup, before } = r;
  const isInPlace = !r.isOpen || r.takesEffect === 'now';
  if (r.json) {
    const facts = {
      backup,
      ...(before === undefined ? {} : { before }),
      takesEffect: isInPlace ? 'now' : 'next_start',
    };
    terminal.out(`${JSON.stringify(facts, null, 2)}\n`);
    return exitCodes.ok;
  }
  terminal.out(`${t(isInPlace ? 'cli.restored' : 'cli.restored_later', backupFacts(backup))}\n`);
  if (before !== undefined) terminal.err(`${t('cli.restored_before', { name: visibleLine(before) })}\n`);
  terminal.err(`${t('cli.restored_keys')}\n`);
  return exitCodes.ok;
}
