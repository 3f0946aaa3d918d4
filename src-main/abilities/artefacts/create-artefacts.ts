// Keeps what the agent makes to be looked at, and tells the pages that follow.
import { artefactLimits } from '#main/contract/artefacts.ts';
import { AppError } from '#main/contract/errors.ts';
import { ArtefactId } from '#main/contract/ids.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import { newId } from '#main/platform/base/ids.ts';
import type { Bus } from '#main/platform/bus/port.ts';
import type { ArtefactStore } from '#main/platform/store/port/artefacts.ts';
import type { Artefacts } from './port.ts';

export type ArtefactsDeps = {
  readonly store: { readonly artefacts: ArtefactStore };
  readonly bus: Pick<Bus, 'publish'>;
  readonly clock: Pick<Clock, 'now'>;
};

export function createArtefacts({ store, bus, clock }: ArtefactsDeps): Artefacts {
  return {
    async show(o) {
      const known = await store.artefacts.list(o.sessionId);
      if (o.artefactId === undefined && known.length >= artefactLimits.perSession)
        throw new AppError('rate_limited', 'This chat has too many artefacts. Make a new version of one of them.', {
          details: { reason: 'too_many_artefacts' },
        });
      const now = clock.now();
      const fresh = ArtefactId.parse(newId(now));
      const made = await store.artefacts.add({ ...o, newId: fresh, keepVersions: artefactLimits.versions, now });
      bus.publish('artefacts', o.sessionId, { type: 'changed' });
      return made;
    },
    list: (sessionId) => store.artefacts.list(sessionId),
    read: (o) => store.artefacts.read(o),
  };
}
