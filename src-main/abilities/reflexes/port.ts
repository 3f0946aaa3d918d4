// Reflexes as app and tools see them: rules over what sensors say, that run without a model once the person switched them on.
import type { ReflexId, SessionId } from '#main/contract/ids.ts';
import type { Reflex, ReflexEvent, ReflexMoment, ReflexNews, ReflexRule } from '#main/contract/reflexes.ts';

export type DryRunOrder = { readonly rule: ReflexRule; readonly from: number; readonly to: number };
export type DryRunResult = { readonly moments: ReflexMoment[]; readonly readings: number; readonly through: number };

export interface Reflexes {
  overview(): Promise<{ reflexes: Reflex[]; news: ReflexNews[] }>;
  /** A draft of the model: it does nothing before the person has looked at it and switched it on. */
  draft(o: { readonly rule: ReflexRule; readonly sessionId: SessionId }): Promise<Reflex>;
  /** Of the person. One that was on ends what it began, and is off. */
  save(o: { id?: ReflexId | undefined; revision?: number | undefined; rule: ReflexRule }): Promise<Reflex>;
  switchOn(id: ReflexId, hash: string): Promise<Reflex>;
  /** Resolves when what it began is ended. */
  switchOff(id: ReflexId): Promise<Reflex>;
  remove(id: ReflexId): Promise<void>;
  dryRun(order: DryRunOrder, signal: AbortSignal): Promise<DryRunResult>;
  events(o: {
    id: ReflexId;
    before?: number | undefined;
    limit: number;
  }): Promise<{ events: ReflexEvent[]; more: boolean }>;
  dismiss(ns: readonly number[]): Promise<void>;
  /** Watches until the signal aborts. What was on before is on again. */
  run(signal: AbortSignal): Promise<void>;
}
