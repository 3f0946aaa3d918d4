// What servers ask the person: put to the desk of questions in the server's name, and answered in the words of the protocol.
import type { ElicitRequest, ElicitResult } from '@modelcontextprotocol/sdk/types.js';
import type { AskAnswer, AskPerson, AskRequest } from '#main/abilities/questions/port.ts';
import { AppError, isAppError, isCancelled } from '#main/contract/errors.ts';
import type { McpServerId } from '#main/contract/mcp.ts';
import type { CallPlace } from './keeper.ts';
import { isSafeSignInUrl } from './sign-in.ts';

export type ElicitationDeps = {
  readonly questions: AskPerson;
  readonly onRefused: (id: McpServerId, why: string) => void;
};

/** A server waits no longer than this for the answer to its own request. */
const waitMs = 10 * 60_000;

function whatOf(params: ElicitRequest['params']): AskRequest['what'] {
  if (params.mode !== 'url') return { type: 'form', schema: params.requestedSchema };
  const url = URL.canParse(params.url) ? new URL(params.url) : undefined;
  if (url === undefined || !isSafeSignInUrl(url)) throw new AppError('forbidden', 'Its page is not safe to open.');
  return { type: 'page', url: url.href };
}

function resultOf(answer: AskAnswer, isPage: boolean): ElicitResult {
  switch (answer.type) {
    case 'answered':
      return isPage ? { action: 'accept' } : { action: 'accept', content: answer.values };
    case 'declined':
    case 'nobody':
      return { action: 'decline' };
    case 'cancelled':
    case 'expired':
      return { action: 'cancel' };
  }
}

export function createElicitation(d: ElicitationDeps) {
  /** Questions that are answered at a page, by the id under which the server says that it is done there. */
  const pages = new Map<string, AbortController>();
  return {
    /** Declines what nobody may be asked: forms for keys, pages that are not safe to open, more than can be looked at. */
    async ask(
      o: { serverId: McpServerId; place: CallPlace | undefined; params: ElicitRequest['params'] },
      signal: AbortSignal,
    ): Promise<ElicitResult> {
      const { serverId, place, params } = o;
      const id = params.mode === 'url' ? params.elicitationId : undefined;
      const done = new AbortController();
      const either = AbortSignal.any([signal, done.signal]);
      try {
        const request: AskRequest = { server: serverId, message: params.message, what: whatOf(params), waitMs };
        if (id !== undefined) pages.set(id, done);
        const asked = place === undefined ? d.questions.ask(request, { signal: either }) : place.ask(request, either);
        return resultOf(await asked, id !== undefined);
      } catch (error) {
        if (done.signal.aborted && !signal.aborted) return { action: 'accept' };
        if (isCancelled(error) || !isAppError(error)) throw error;
        d.onRefused(serverId, error.message);
        return { action: 'decline' };
      } finally {
        if (id !== undefined) pages.delete(id);
      }
    },
    /** The server says that it was done at its own page. */
    done: (elicitationId: string): void => pages.get(elicitationId)?.abort(),
  };
}
