// Asks for the passphrase of a locked file of keys; without one, offline works and nothing is lost.
import type { LimpetClient } from '#main/contract/contract.ts';
import { isAppError } from '#main/contract/errors.ts';
import type { SystemState } from '#main/contract/system.ts';
import type { Translate } from '#main/platform/texts/translate.ts';
import type { Terminal } from './terminal.ts';

export type UnlockDeps = {
  readonly api: Pick<LimpetClient, 'system'>;
  readonly terminal: Terminal;
  readonly t: Translate;
  readonly signal: AbortSignal;
};
const tries = 3;

async function firstState({ api, signal }: UnlockDeps): Promise<SystemState | undefined> {
  const stop = new AbortController();
  for await (const { data } of api.system.watch({}, { signal: AbortSignal.any([signal, stop.signal]) })) {
    stop.abort();
    return data;
  }
  return undefined;
}

/** Three tries; an empty line goes on without. Where nobody can be asked, it is only said. */
export async function offerUnlock(deps: UnlockDeps): Promise<void> {
  const { api, terminal, t, signal } = deps;
  const state = await firstState(deps);
  if (state?.secrets.state !== 'locked') return;
  if (!terminal.canAsk) return terminal.err(`${t('cli.locked')}\n`);
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const passphrase = await terminal.askHidden(`${t('cli.passphrase')} `, signal);
    if (passphrase === undefined || passphrase === '') break;
    try {
      await api.system.unlockSecrets({ passphrase }, { signal });
      return;
    } catch (error) {
      if (!isAppError(error) || error.code !== 'unauthenticated') throw error;
      terminal.err(`${t('cli.passphrase_wrong')}\n`);
    }
  }
  terminal.err(`${t('cli.locked')}\n`);
}
