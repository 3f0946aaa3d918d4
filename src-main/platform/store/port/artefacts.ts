// What the agent made to be looked at.
import type { Artefact, ArtefactKind } from '#main/contract/artefacts.ts';
import type { ArtefactId, CallId, SessionId } from '#main/contract/ids.ts';

export type NewArtefact = {
  readonly sessionId: SessionId;
  readonly callId: CallId;
  /** Of a new one; a version of `artefactId` otherwise. */
  readonly newId: ArtefactId;
  readonly artefactId?: ArtefactId;
  readonly kind: ArtefactKind;
  readonly title: string;
  readonly content: string;
  /** The oldest versions beyond it go. */
  readonly keepVersions: number;
  readonly now: number;
};

export interface ArtefactStore {
  /** Told twice for one call, it changes nothing. `not_found` for an artefact of another session. */
  add(o: NewArtefact): Promise<Artefact>;
  /** In the order in which they were made. */
  list(sessionId: SessionId): Promise<Artefact[]>;
  /** `not_found` for a version that is not there, or of another session. */
  read(o: { sessionId: SessionId; artefactId: ArtefactId; version: number }): Promise<{ content: string }>;
}
