// The account of what was done, for rooms that do something outside of a turn.
import type { ActivityFact } from '#main/contract/activity.ts';
import type { SessionId, TurnId } from '#main/contract/ids.ts';

export interface Activity {
  /**
   * Durable when it resolves. Write it after the thing was done, or before where it cannot be taken back. Titles are
   * catalogue keys with parameters; keys that are known, or look like one, are taken out.
   */
  note(o: {
    by: 'person' | 'agent' | 'limpet';
    title: Extract<ActivityFact, { type: 'noted' }>['title'];
    sessionId?: SessionId;
    turnId?: TurnId;
  }): Promise<void>;
}
