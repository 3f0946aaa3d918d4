// The present moment as state, for elapsed times and countdowns.
import { useEffect, useState } from 'react';

/** Milliseconds since the epoch, renewed every `everyMs`; frozen while `active` is false. */
export function useNow(everyMs: number, active = true): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!active) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs, active]);
  return now;
}
