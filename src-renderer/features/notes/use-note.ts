// One note with its text, read anew when notes changed.
import { useEffect, useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import { type ErrorData, isCancelled, toErrorData } from '#main/contract/errors.ts';
import type { NoteId } from '#main/contract/ids.ts';
import type { Note } from '#main/contract/notes.ts';

export function useNote(client: LimpetClient, noteId: NoteId, changes: number) {
  const [note, setNote] = useState<Note>();
  const [error, setError] = useState<ErrorData>();
  const [round, setRound] = useState(0);
  useEffect(() => {
    void changes;
    void round;
    const stop = new AbortController();
    client.notes.get({ noteId }, { signal: stop.signal }).then(
      (found) => {
        setNote(found);
        setError(undefined);
      },
      (thrown: unknown) => {
        if (!isCancelled(thrown)) setError(toErrorData(thrown));
      },
    );
    return () => stop.abort();
  }, [client, noteId, changes, round]);
  return { note, error, setNote, again: () => setRound((before) => before + 1) };
}
