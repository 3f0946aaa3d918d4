// `limpet doctor`: every finding as a sentence, what is wrong visible by its mark; with --fix, what can be mended is.
import type { LimpetClient } from '#main/contract/contract.ts';
import { isCancelled, toErrorData } from '#main/contract/errors.ts';
import { visibleLine } from '#main/contract/shown-text.ts';
import type { Finding, FindingFix } from '#main/contract/system.ts';
import { errorSentence } from '#main/platform/texts/error-sentence.ts';
import type { Translate } from '#main/platform/texts/translate.ts';
import type { DoctorArguments } from './arguments.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import type { Terminal } from './terminal.ts';

export type DoctorDeps = {
  readonly api: Pick<LimpetClient, 'system'>;
  readonly terminal: Pick<Terminal, 'out'>;
  readonly t: Translate;
  readonly signal: AbortSignal;
  /** What the machine alone can tell, asked when no other Limpet runs. */
  readonly more: () => Promise<readonly Finding[]>;
};

/** What became of one finding that could be mended. */
type Mended = { readonly id: string; readonly isDone: boolean; readonly text: string };

const marks: Readonly<Record<Finding['state'], string>> = { ok: '✓', warning: '!', error: '✗' };

function applicable({ state, fix }: Finding): Extract<FindingFix, { type: 'apply' }> | undefined {
  return state !== 'ok' && fix?.type === 'apply' && !fix.isChoice ? fix : undefined;
}

async function mend({ api, t, signal }: DoctorDeps, findings: readonly Finding[]): Promise<Mended[]> {
  const mended: Mended[] = [];
  for (const { id, ...finding } of findings) {
    const fix = applicable({ id, ...finding });
    if (fix === undefined) continue;
    try {
      const after = (await api.system.fix({ findingId: id }, { signal })).findings;
      const isDone = !after.some((one) => one.id === id && one.state !== 'ok');
      mended.push({ id, isDone, text: t(isDone ? `${fix.key}_done` : 'cli.fix_no_help', { fix: t(fix.key) }) });
    } catch (error) {
      if (isCancelled(error)) throw error;
      const reason = errorSentence(toErrorData(error), t, visibleLine);
      mended.push({ id, isDone: false, text: t('cli.fix_failed', { fix: t(fix.key), reason }) });
    }
  }
  return mended;
}

/** Ends with `failed` when a finding is an error, after mending; warnings are no failure. */
export async function doctor(deps: DoctorDeps, args: DoctorArguments): Promise<ExitCode> {
  const { api, terminal, t, signal, more } = deps;
  const look = async () => [...(await api.system.doctor({}, { signal })).findings, ...(await more())];
  const first = await look();
  const mended = args.fix ? await mend(deps, first) : [];
  const findings = mended.length === 0 ? first : await look();
  const told = findings.map(({ id, state, key, params, fix }) => ({ id, state, text: t(key, params), fix }));
  if (args.json) {
    const plain = told.map(({ id, state, text }) => ({ id, state, text }));
    terminal.out(`${JSON.stringify({ findings: plain, ...(args.fix ? { mended } : {}) }, null, 2)}\n`);
  } else {
    for (const { isDone, text } of mended) terminal.out(`${isDone ? '+' : marks.warning} ${text}\n`);
    if (mended.length > 0) terminal.out('\n');
    for (const one of told) terminal.out(`${marks[one.state]} ${one.text}\n`);
    const isMendable = findings.some((one) => applicable(one) !== undefined);
    if (isMendable && !args.fix) terminal.out(`\n${t('cli.fix_hint')}\n`);
  }
  return told.some((one) => one.state === 'error') ? exitCodes.failed : exitCodes.ok;
}
