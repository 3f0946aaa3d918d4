// The OpenAI-compatible address as a surface of its own: one turn of a session, without anybody to ask.
import type { Messaging } from '#main/agent/messaging/create-messaging.ts';
import type { Models } from '#main/agent/providers/port.ts';
import type { ErrorData } from '#main/contract/errors.ts';
import { AppError, toErrorData } from '#main/contract/errors.ts';
import { SessionId } from '#main/contract/ids.ts';
import type { Message, StopReason, Usage } from '#main/contract/messages.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import { newId } from '#main/platform/base/ids.ts';
import { hashOf } from '#main/platform/base/json.ts';
import type { SettingsSource } from '#main/platform/settings/port.ts';
import type { Store } from '#main/platform/store/port.ts';
import type { ApiKeys } from '#main/platform/upkeep/create-api-keys.ts';

export type ApiAgentDeps = {
  readonly messaging: Pick<Messaging, 'followTurn'>;
  readonly models: Models;
  readonly store: Pick<Store, 'sessions' | 'settings'>;
  readonly apiKeys: Pick<ApiKeys, 'check'>;
  readonly settings: Pick<SettingsSource, 'current'>;
  readonly newSession: (model: string) => Promise<SessionId>;
  readonly clock: Clock;
};

type ApiTurn = {
  readonly text: string;
  readonly model: string;
  readonly sessionKey: string | undefined;
  readonly signal: AbortSignal;
};
type ApiUsage = Pick<Usage, 'inputTokens' | 'outputTokens'>;
export type ApiFact =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'done'; readonly usage: ApiUsage; readonly stopReason: StopReason }
  | { readonly type: 'error'; readonly error: ErrorData };

const usageOf = (answers: readonly Message[]): ApiUsage => ({
  inputTokens: answers.reduce((sum, one) => sum + (one.usage?.inputTokens ?? 0) + (one.usage?.cacheReadTokens ?? 0), 0),
  outputTokens: answers.reduce((sum, one) => sum + (one.usage?.outputTokens ?? 0), 0),
});

export function createApiAgent(d: ApiAgentDeps) {
  /** The session of a key lives on, also over a restart; a deleted one is replaced. */
  const sessionOf = async (o: ApiTurn): Promise<SessionId> => {
    if (o.sessionKey === undefined) return d.newSession(o.model);
    const key = `api-session.${hashOf(o.sessionKey).slice(0, 32)}`;
    const known = SessionId.safeParse(await d.store.settings.getValue(key));
    if (known.success) {
      const session = await d.store.sessions.get(known.data).catch(() => undefined); // gone for good
      if (session !== undefined && session.deletedAt === undefined) return known.data;
    }
    const made = await d.newSession(o.model);
    await d.store.settings.setValue(key, made);
    return made;
  };

  async function* facts(o: ApiTurn): AsyncIterable<ApiFact> {
    const model = await d.models.resolve(o.model);
    if (model.offline)
      throw new AppError('not_found', `There is no model ${o.model} here. Ask /v1/models for the list.`);
    const sessionId = await sessionOf(o);
    const turn = d.messaging.followTurn(
      {
        sessionId,
        channelId: 'api',
        dedupeKey: newId(d.clock.now()),
        kind: { type: 'message' },
        text: o.text,
        attachments: [],
        mode: 'queue',
        model: o.model,
        policy: { allow: [], interactive: false },
      },
      o.signal,
    );
    for await (const fact of turn) {
      if (fact.type === 'text' && fact.part === 'text') yield { type: 'text', text: fact.text };
      if (fact.type !== 'ended') continue;
      if (fact.turn.error !== undefined) yield { type: 'error', error: fact.turn.error };
      else yield { type: 'done', usage: usageOf(fact.answers), stopReason: fact.turn.stopReason ?? 'end' };
    }
  }

  return {
    isEnabled: () => d.settings.current().api.enabled,
    checkKey: (key: string) => d.apiKeys.check(key),
    listModels: async (signal: AbortSignal) => {
      const { models } = await d.models.state({ refresh: false, signal });
      return models
        .filter(({ ref }) => !ref.startsWith('offline/'))
        .map(({ ref }) => ({ id: ref, ownedBy: ref.slice(0, ref.indexOf('/')) }));
    },
    async *runTurn(o: ApiTurn): AsyncIterable<ApiFact> {
      try {
        yield* facts(o);
      } catch (error) {
        yield { type: 'error', error: toErrorData(error) };
      }
    },
  };
}
