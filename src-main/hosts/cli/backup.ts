// `limpet backup`: makes one, lists what there is, or looks one over.
import { resolve } from 'node:path';
import type { Backup } from '#main/contract/backup.ts';
import type { LimpetClient } from '#main/contract/contract.ts';
import { visibleLine } from '#main/contract/shown-text.ts';
import type { Translate } from '#main/platform/texts/translate.ts';
import type { BackupArguments } from './arguments.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import type { Terminal } from './terminal.ts';

export type BackupDeps = {
  readonly api: Pick<LimpetClient, 'backup'>;
  readonly terminal: Pick<Terminal, 'out' | 'err'>;
  readonly t: Translate;
  readonly signal: AbortSignal;
  readonly cwd: string;
};

/** What both commands say about a backup; sizes in millions of bytes, as disks are sold. */
export function backupFacts(backup: Backup): Record<string, string | number> {
  return {
    name: visibleLine(backup.name),
    at: new Date(backup.madeAt).toISOString(),
    sessions: backup.sessions,
    messages: backup.messages,
    attachments: backup.attachments,
    megabytes: Math.ceil(backup.sizeBytes / 1e6),
  };
}

async function readState({ api, signal }: BackupDeps) {
  const stop = new AbortController();
  for await (const { data } of api.backup.watch({}, { signal: AbortSignal.any([signal, stop.signal]) })) {
    stop.abort();
    return data;
  }
  return undefined;
}

async function list(deps: BackupDeps, args: BackupArguments): Promise<ExitCode> {
  const { terminal, t } = deps;
  const state = await readState(deps);
  const { folder = '', backups = [], unreadable = [] } = state ?? {};
  if (args.json) {
    terminal.out(`${JSON.stringify({ folder, backups, unreadable }, null, 2)}\n`);
    return exitCodes.ok;
  }
  for (const backup of backups) terminal.out(`${t('cli.backup_line', backupFacts(backup))}\n`);
  if (backups.length === 0) terminal.out(`${t('cli.backup_none', { folder: visibleLine(folder) })}\n`);
  for (const name of unreadable) terminal.err(`${t('cli.backup_unreadable', { name: visibleLine(name) })}\n`);
  return exitCodes.ok;
}

/** Ends with `failed` for a backup that is damaged; the reason is told like every other failure. */
export async function backup(deps: BackupDeps, args: BackupArguments): Promise<ExitCode> {
  const { api, terminal, t, signal } = deps;
  if (args.list) return list(deps, args);
  const made =
    args.check === undefined
      ? await api.backup.make({}, { signal })
      : await api.backup.check({ file: resolve(deps.cwd, args.check) }, { signal });
  if (args.json) terminal.out(`${JSON.stringify(made, null, 2)}\n`);
  else {
    terminal.out(`${t(args.check === undefined ? 'cli.backup_made' : 'cli.backup_sound', backupFacts(made))}\n`);
    if (made.missing > 0) terminal.err(`${t('cli.backup_missing', { count: made.missing })}\n`);
  }
  return exitCodes.ok;
}
