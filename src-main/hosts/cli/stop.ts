// `limpet stop`: the emergency stop of the app that runs. It is released in the window only, where a person sits.
import type { LimpetClient } from '#main/contract/contract.ts';
import { visibleLine } from '#main/contract/shown-text.ts';
import { errorSentence } from '#main/platform/texts/error-sentence.ts';
import type { Translate } from '#main/platform/texts/translate.ts';
import type { StopArguments } from './arguments.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import type { Terminal } from './terminal.ts';

export type StopDeps = {
  readonly api: Pick<LimpetClient, 'bench'>;
  readonly terminal: Pick<Terminal, 'out' | 'err'>;
  readonly t: Translate;
  readonly signal: AbortSignal;
};

/** Failed: something could not be made safe. */
export async function stop({ api, terminal, t, signal }: StopDeps, { json }: StopArguments): Promise<ExitCode> {
  const report = await api.bench.stopAll({}, { signal });
  if (json) terminal.out(`${JSON.stringify(report)}\n`);
  else terminal.out(`${t('cli.stop_done')}\n`);
  for (const { deviceName, error } of json ? [] : report.unsafe)
    terminal.err(
      `${t('cli.stop_unsafe', { device: visibleLine(deviceName), reason: errorSentence(error, t, visibleLine) })}\n`,
    );
  return report.unsafe.length === 0 ? exitCodes.ok : exitCodes.failed;
}
