// What of a card has been in view to its last line. What is new on the card has not.
import { useCallback, useState } from 'react';

export function useSeen(signature: string, needsOutgoing: boolean) {
  const [shown, setShown] = useState('');
  const [outgoing, setOutgoing] = useState('');
  const seenShown = useCallback(() => setShown(signature), [signature]);
  const seenOutgoing = useCallback(() => setOutgoing(signature), [signature]);
  const hasSeenAll = shown === signature && (!needsOutgoing || outgoing === signature);
  return { hasSeenAll, seenShown, seenOutgoing };
}
