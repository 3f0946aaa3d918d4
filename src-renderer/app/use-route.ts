// The route as React state, with back and forward.
import { useCallback, useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import { parseRoute, type Route, routeHash } from './route.ts';

export type Navigate = (route: Route, how?: 'push' | 'replace') => void;
/**
 * For a choice whose place is known only later, such as a chat that must first be made: called when the person chooses.
 * What it returns goes there, unless the person has chosen something else in the meantime.
 */
export type Choose = () => Navigate;

const changes = ['popstate', 'hashchange'] as const;

function subscribe(changed: (event: Event) => void): () => void {
  for (const type of changes) window.addEventListener(type, changed);
  return () => {
    for (const type of changes) window.removeEventListener(type, changed);
  };
}

export function useRoute(): { readonly route: Route; readonly navigate: Navigate; readonly choose: Choose } {
  const hash = useSyncExternalStore(subscribe, () => window.location.hash);
  const route = useMemo(() => parseRoute(hash), [hash]);
  /** Counts what the person chose: also a link to where they are, and the browser's back and forward. */
  const choices = useRef(0);
  const chosenAt = useRef(0);
  useEffect(() => {
    // A new hash is told twice, by popstate and a moment later by hashchange: one choice. What is drawn for it may choose
    // at once, before this listener has its turn: that is the newer choice.
    let told = '';
    return subscribe(({ type, timeStamp }) => {
      const address = window.location.href;
      if (timeStamp > chosenAt.current && (type === 'popstate' || address !== told)) choices.current += 1;
      told = address;
    });
  }, []);
  const navigate = useCallback<Navigate>((next, how = 'push') => {
    choices.current += 1;
    const address = routeHash(next);
    if (address === window.location.hash) return;
    if (how === 'replace') window.history.replaceState(null, '', address);
    else window.history.pushState(null, '', address);
    // The history API says nothing by itself.
    window.dispatchEvent(new PopStateEvent('popstate'));
  }, []);
  const choose = useCallback<Choose>(() => {
    choices.current += 1;
    const mine = choices.current;
    chosenAt.current = performance.now();
    return (next, how) => {
      if (choices.current === mine) navigate(next, how);
    };
  }, [navigate]);
  return { route, navigate, choose };
}
