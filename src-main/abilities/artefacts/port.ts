// What the agent makes to be looked at.
import type { Artefact, ArtefactKind } from '#main/contract/artefacts.ts';
import type { ArtefactId, CallId, SessionId } from '#main/contract/ids.ts';

export interface Artefacts {
  /**
   * Makes a new one, or a new version of `artefactId`. Told twice for one call, it changes nothing. Errors: `invalid_input`
   * with reason `bad_content` for what cannot be shown, `rate_limited` past the number that a session may have,
   * `not_found`.
   */
  show(o: {
    sessionId: SessionId;
    callId: CallId;
    artefactId?: ArtefactId;
    kind: ArtefactKind;
    title: string;
    content: string;
  }): Promise<Artefact>;
  list(sessionId: SessionId): Promise<Artefact[]>;
  read(o: { sessionId: SessionId; artefactId: ArtefactId; version: number }): Promise<{ content: string }>;
}
