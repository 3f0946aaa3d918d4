// What of a card has been in view to its last line. What is new on the card has not; what stays on it need not be read again.
import { useCallback, useState } from 'react';

const nothing: ReadonlySet<string> = new Set();

/** `signature`: one word for each question on the card. */
export function useSeen(signature: string, needsOutgoing: boolean) {
  const [shown, setShown] = useState(nothing);
  const [outgoing, setOutgoing] = useState('');
  const seenShown = useCallback(() => setShown(new Set(signature.split(' '))), [signature]);
  const seenOutgoing = useCallback(() => setOutgoing(signature), [signature]);
  const hasSeenShown = signature.split(' ').every((one) => shown.has(one));
  const hasSeenAll = hasSeenShown && (!needsOutgoing || outgoing === signature);
  return { hasSeenAll, seenShown, seenOutgoing };
}
