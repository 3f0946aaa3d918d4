// `limpet import FILE`: chats of other assistants, with what was left out and why.
import { resolve } from 'node:path';
import { visibleLine } from '#main/contract/shown-text.ts';
import type { ImportReport } from '#main/contract/transfer.ts';
import type { Translate } from '#main/platform/texts/translate.ts';
import type { ImportArguments } from './arguments.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import type { TransferDeps } from './export-chats.ts';

function sentences(report: ImportReport, t: Translate): string[] {
  const { sessions, messages, attachments, knownSessions, knownMessages, skipped, skippedCount } = report;
  const lines = [
    t('transfer.import_found', { kind: t(`transfer.kind_${report.kind}`) }),
    t('transfer.import_counts', { sessions, messages, attachments }),
  ];
  if (knownSessions > 0) lines.push(t('transfer.import_known', { sessions: knownSessions, messages: knownMessages }));
  if (skippedCount > 0) lines.push(t('transfer.import_skipped', { count: skippedCount }));
  for (const { place, reason } of skipped) lines.push(`  ${visibleLine(place)}: ${t(`transfer.skipped_${reason}`)}`);
  const more = skippedCount - skipped.length;
  if (more > 0) lines.push(`  ${t('transfer.import_skipped_more', { count: more })}`);
  return lines;
}

/** Ends well although single things were left out: they are told, and the rest is here. */
export async function importChats(deps: TransferDeps, args: ImportArguments): Promise<ExitCode> {
  const { api, terminal, t, signal, cwd } = deps;
  const source = { path: resolve(cwd, args.path) };
  const report = args.dryRun
    ? await api.transfer.preview({ source }, { signal })
    : await api.transfer.import({ source }, { signal });
  terminal.out(args.json ? `${JSON.stringify(report, null, 2)}\n` : `${sentences(report, t).join('\n')}\n`);
  return exitCodes.ok;
}
