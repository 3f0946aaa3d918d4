// Artefacts of a session for the page: which there are, live, and the content of a version.
import type { artefacts as domain } from '#main/contract/artefacts.ts';
import type { Ctx, Handlers } from '#main/contract/kernel.ts';
import type { Bus } from '#main/platform/bus/port.ts';
import type { Artefacts } from './port.ts';

export type ArtefactsHandlersDeps = {
  readonly artefacts: Pick<Artefacts, 'list' | 'read'>;
  readonly bus: Pick<Bus, 'subscribe' | 'cursor'>;
};

export function artefactsHandlers({ artefacts, bus }: ArtefactsHandlersDeps): Handlers<typeof domain, Ctx> {
  return {
    read: (input) => artefacts.read(input),
    // Every item is whole: a snapshot and a change look alike, and nothing can be missed between them.
    async *watch({ sessionId }, { signal }) {
      const whole = async () => ({ artefacts: await artefacts.list(sessionId) });
      const after = bus.cursor('artefacts', sessionId);
      yield { cursor: after, data: await whole() };
      for await (const { cursor } of bus.subscribe('artefacts', sessionId, { after, signal })) {
        yield { cursor, data: await whole() };
      }
    },
  };
}
