// Moves all keys to another place, one after another, and remembers on the disk that it is under way.
import { randomBytes } from 'node:crypto';
import { AppError, isAppError, isCancelled, toErrorData } from '#main/contract/errors.ts';
import type { SecretsMove, SecretsPlace } from '#main/contract/system.ts';
import type { Log } from '#main/platform/base/log.ts';
import type { Places } from '../places.ts';
import { trialName } from '../secret-name.ts';
import type { SecretsIndex } from '../secrets-index.ts';
import type { Vault } from '../vault.ts';

export type MoveRequest = {
  readonly to: SecretsPlace;
  readonly passphrase?: string | undefined;
  readonly signal: AbortSignal;
};

export interface Mover {
  /** Present from the first key to the last, and after a failure until it was made good. */
  state(): SecretsMove | undefined;
  /** Rejects as the place that fails; what was moved stays moved. */
  run(request: MoveRequest): Promise<void>;
  /** Goes on with what the last process left. Never rejects. */
  resume(signal: AbortSignal): Promise<void>;
}

export type MoverDeps = {
  readonly index: SecretsIndex;
  readonly places: Places;
  readonly vault: Vault;
  readonly log: Log;
  readonly onChange: () => void;
};

const stillMoving = () =>
  new AppError('conflict', 'The keys are being moved already. Wait until that has ended.', {
    details: { reason: 'secrets_moving' },
  });

const needsPassphrase = () =>
  new AppError('invalid_input', 'The encrypted file needs a passphrase of at least 8 characters. Choose one.', {
    details: { reason: 'passphrase_needed', path: ['passphrase'] },
  });

const differs = () =>
  new AppError('unavailable', 'What was written there did not read back the same, so nothing was moved.', {
    details: { reason: 'secret_copy_differs' },
    retryable: false,
  });

const ok = () => true;
/** False for a wrong passphrase; everything else goes on as a failure. */
function wrongPassphrase(error: unknown): boolean {
  if (isAppError(error) && error.details?.reason === 'wrong_passphrase') return false;
  throw error;
}

const minPassphraseChars = 8;
const listed = (place: SecretsPlace): place is Exclude<SecretsPlace, 'os-keychain'> => place !== 'os-keychain';

export function createMover({ index, places, vault, log, onChange }: MoverDeps): Mover {
  let current: SecretsMove | undefined;
  const show = (state: SecretsMove | undefined) => {
    current = state;
    onChange();
  };
  const openFile = async (passphrase: string | undefined) => {
    const { file } = places;
    const isUnknown = index.state().place !== 'passphrase-file' && index.namesAt('passphrase-file').length === 0;
    if (file.exists() && (file.isOpen() || passphrase === undefined)) return;
    if (file.exists() && passphrase !== undefined) {
      const opening = file.unlock(passphrase);
      if (!isUnknown) return opening;
      // None of our keys is in it: left by a move that ended before its first key, or put there by hand.
      if (await opening.then(ok, wrongPassphrase)) return;
      await file.putAside();
    }
    if (passphrase === undefined || passphrase.length < minPassphraseChars) throw needsPassphrase();
    await file.create(passphrase);
  };
  /** Makes the file, or opens it; then shows that something can be written to the target and read back. */
  const openTarget = async ({ to, passphrase }: MoveRequest) => {
    if (to === 'passphrase-file') await openFile(passphrase);
    const store = await places.of(to).open();
    const value = randomBytes(16).toString('hex');
    await store.set(trialName, value);
    if ((await store.get(trialName)) !== value) throw differs();
    await store.remove(trialName);
    if (listed(to)) await vault.reconcile(to);
  };
  /** Places with keys that have to go; each must be open before the first key is touched. */
  const openSources = async (to: SecretsPlace): Promise<SecretsPlace[]> => {
    const isResumed = index.state().moveTo === to;
    const sources: SecretsPlace[] = [];
    for (const { id, report, open } of places.all.filter((place) => place.id !== to)) {
      const hasKeys = index.namesAt(id).length > 0;
      const { state } = report();
      const mayList = listed(id) && (state === 'ready' || (state === 'locked' && isResumed));
      if (!hasKeys && !mayList) continue;
      // What an interrupted move has emptied is taken away unread.
      if (listed(id) && (hasKeys || !isResumed)) await vault.reconcile(id);
      else if (hasKeys) await open();
      sources.push(id);
    }
    return sources;
  };
  const namesToMove = (to: SecretsPlace) =>
    [...index.state().keys]
      .filter(([, entry]) => entry.at !== to || entry.copy !== undefined)
      .map(([name]) => name)
      .sort();

  const progress = (to: SecretsPlace) => {
    const left = namesToMove(to).length;
    const total = Math.max(current?.total ?? 0, left);
    return { to, moved: total - left, total };
  };

  const moveAll = async ({ to, signal }: MoveRequest, sources: readonly SecretsPlace[]) => {
    const names = namesToMove(to);
    // One entry on record is enough to begin with: from here on a new start knows what to go on with.
    await index.change(() => ({ place: to, moveTo: to }));
    log.info('moving secrets', { to, keys: names.length });
    for (const name of names) {
      signal.throwIfAborted();
      show({ ...progress(to), state: 'running' });
      await vault.relocate(name, to);
    }
    for (const source of sources) if (index.namesAt(source).length === 0) await places.of(source).discard();
    await index.change(() => ({ moveTo: undefined }));
    log.info('secrets moved', { to, keys: names.length });
  };
  const run = async (request: MoveRequest): Promise<void> => {
    const { to } = request;
    if (current?.state === 'running') throw stillMoving();
    const before = current;
    show({ ...progress(to), state: 'running' });
    let hasBegun = index.state().moveTo !== undefined;
    try {
      await openTarget(request);
      const sources = await openSources(to);
      hasBegun = true;
      await moveAll(request, sources);
      show(undefined);
    } catch (error) {
      const isWaiting = isAppError(error) && error.details?.reason === 'secrets_locked';
      const isStop = isCancelled(error) || request.signal.aborted;
      const how = isStop ? {} : { error: toErrorData(error) };
      show(hasBegun ? { ...progress(to), state: isWaiting ? 'waiting' : 'stopped', ...how } : before);
      log.warn('secrets not moved', { to, error });
      throw error;
    }
  };
  return {
    state: () => current,
    run,
    async resume(signal) {
      const { moveTo } = index.state();
      if (moveTo === undefined || current?.state === 'running') return;
      await run({ to: moveTo, signal }).catch(() => undefined); // its end is in `state`, and logged
    },
  };
}
