// Looks over the whole installation, says in sentences what is well and what to do about the rest, and does what can be done.
import type { Models } from '#main/agent/providers/port.ts';
import { AppError, isAppError } from '#main/contract/errors.ts';
import type { Finding } from '#main/contract/system.ts';
import type { Sandbox } from '#main/guard/sandbox/port.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Log } from '#main/platform/base/log.ts';
import type { Secrets } from '#main/platform/secrets/port.ts';
import type { ConfigFile } from '#main/platform/settings/port.ts';
import type { Store } from '#main/platform/store/port.ts';
import { errorWords } from '#main/platform/texts/error-sentence.ts';
import { found } from './doctor/find.ts';
import { checkNode, checkSpace, dataFolderCheck } from './doctor/machine-checks.ts';
import {
  configCheck,
  databaseCheck,
  gatewayCheck,
  modelsCheck,
  rulesCheck,
  sandboxCheck,
  secretsCheck,
} from './doctor/room-checks.ts';
import type { DoctorCheck } from './port.ts';

export type DoctorDeps = {
  readonly folder: string;
  readonly nodeVersion: string;
  readonly platform: NodeJS.Platform;
  readonly store: Pick<Store, 'counts' | 'backup'> & { readonly rules: Pick<Store['rules'], 'list'> };
  /** When the copies of the database were made. */
  readonly backups: () => Promise<readonly number[]>;
  readonly sandbox: Pick<Sandbox, 'state' | 'probe'>;
  readonly secrets: Pick<Secrets, 'status' | 'get' | 'check'>;
  readonly models: Pick<Models, 'state' | 'test'>;
  readonly configFile: Pick<ConfigFile, 'path' | 'state' | 'settle' | 'dropWrong'>;
  readonly clock: Clock;
  readonly log: Log;
  /** Ports of our own gateway; empty where none runs in this process. */
  readonly gatewayPorts: () => readonly number[];
};
export interface Doctor {
  /** In the order of the checks, whatever the order in which they end. */
  findings(signal: AbortSignal): Promise<Finding[]>;
  /**
   * Has the check that made this finding mend it, and looks again. One after the other. `not_found` when it is no longer so,
   * `unsupported` when nothing but the person can mend it; otherwise the reason of the check.
   */
  fix(findingId: string, signal: AbortSignal): Promise<Finding[]>;
  /** Another check for every round from now on. */
  add(check: DoctorCheck): void;
}

const checkTimeoutMs = 5_000;

const nameOf = (check: string) => `system.doctor_name_${check.replaceAll('-', '_')}`;

/** A sentence of the catalogue; of a foreign error its own words, which say more here than "something broke". */
function reasonOf(error: unknown): Record<string, string> {
  if (!isAppError(error)) return { reason: error instanceof Error ? error.message : String(error) };
  const { key, params } = errorWords(error);
  return { ...params, reasonKey: key };
}

async function withTimeout(check: DoctorCheck, signal: AbortSignal): Promise<readonly Finding[]> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(checkTimeoutMs)]);
  const timeUp = new Promise<never>((_resolve, reject) => {
    limit.addEventListener('abort', () => reject(new AppError('timeout', 'It took too long. Try again.')), {
      once: true,
    });
  });
  try {
    const seen = await Promise.race([check.run(limit), timeUp]);
    return Array.isArray(seen) ? seen : [seen as Finding];
  } catch (error) {
    const params = { checkKey: nameOf(check.id), ...reasonOf(error) };
    return [{ ...found('check-failed', 'error', { params }), id: check.id }];
  }
}

export function createDoctor(deps: DoctorDeps): Doctor {
  const checks: DoctorCheck[] = [
    { id: 'node', run: async () => checkNode(deps.nodeVersion) },
    dataFolderCheck(deps.folder, deps.platform),
    { id: 'space', run: () => checkSpace(deps.folder) },
    configCheck(deps.configFile),
    databaseCheck(deps),
    rulesCheck(deps.store),
    sandboxCheck(deps.sandbox),
    secretsCheck(deps.secrets),
    modelsCheck(deps.models),
    gatewayCheck(deps.gatewayPorts),
  ];
  let last: Promise<unknown> = Promise.resolve();
  const rounds = (signal: AbortSignal) =>
    Promise.all(checks.map(async (check) => ({ check, seen: await withTimeout(check, signal) })));
  const findings = async (signal: AbortSignal) => (await rounds(signal)).flatMap(({ seen }) => seen);

  const fix = async (findingId: string, signal: AbortSignal): Promise<Finding[]> => {
    // Looked at anew, so that nothing is mended that has mended itself or become something else.
    const round = (await rounds(signal)).find(({ seen }) => seen.some((one) => one.id === findingId));
    const finding = round?.seen.find((one) => one.id === findingId);
    if (round === undefined || finding === undefined)
      throw new AppError('not_found', 'This is no longer so.', { details: { reason: 'finding_gone' } });
    if (finding.fix?.type !== 'apply' || round.check.fix === undefined)
      throw new AppError('unsupported', 'Limpet cannot do this by itself.', { details: { reason: 'finding_by_hand' } });
    await round.check.fix(findingId, signal);
    deps.log.info('finding mended', { finding: findingId });
    return findings(signal);
  };
  return {
    findings,
    fix(findingId, signal) {
      const next = last.then(
        () => fix(findingId, signal),
        () => fix(findingId, signal),
      );
      last = next.catch(() => undefined); // its caller gets the failure
      return next;
    },
    add: (check) => void checks.push(check),
  };
}
