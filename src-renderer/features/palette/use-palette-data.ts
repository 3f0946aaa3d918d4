// What the palette finds beyond the app's actions: chats, slash commands, and messages of all chats.
import { useEffect, useState } from 'react';
import type { SlashCommand } from '#main/contract/commands.ts';
import type { LimpetClient } from '#main/contract/contract.ts';
import { isCancelled } from '#main/contract/errors.ts';
import type { Session } from '#main/contract/messages.ts';
import type { SearchHit } from '#main/contract/sessions.ts';

export type PaletteData = {
  /** The latest ones; the search below reaches the rest. */
  readonly sessions: readonly Session[];
  readonly commands: readonly SlashCommand[];
  readonly hits: readonly SearchHit[];
  readonly isSearching: boolean;
  /** The search in messages; chats and commands that could not be fetched are simply not offered. */
  readonly hasFailed: boolean;
};

const knownSessions = 200;
const shownHits = 8;
const pauseMs = 180;
const searchFrom = 2;

export function usePaletteData(client: LimpetClient, typed: string): PaletteData {
  const [sessions, setSessions] = useState<readonly Session[]>([]);
  const [commands, setCommands] = useState<readonly SlashCommand[]>([]);
  useEffect(() => {
    const stop = new AbortController();
    const { signal } = stop;
    const quiet = () => undefined;
    client.sessions.list({ limit: knownSessions }, { signal }).then((page) => setSessions(page.sessions), quiet);
    client.commands.list({}, { signal }).then((list) => setCommands(list.commands), quiet);
    return () => stop.abort();
  }, [client]);
  return { sessions, commands, ...useHits(client, typed.trim()) };
}

type Hits = Pick<PaletteData, 'hits' | 'isSearching' | 'hasFailed'>;
const noHits: Hits = { hits: [], isSearching: false, hasFailed: false };

function useHits(client: LimpetClient, text: string): Hits {
  const [state, setState] = useState(noHits);
  useEffect(() => {
    if (text.length < searchFrom || text.startsWith('/')) {
      setState(noHits);
      return;
    }
    const stop = new AbortController();
    setState((before) => ({ ...before, isSearching: true, hasFailed: false }));
    const search = async () => {
      try {
        const { hits } = await client.sessions.search({ text, limit: shownHits }, { signal: stop.signal });
        setState({ hits, isSearching: false, hasFailed: false });
      } catch (error) {
        if (!stop.signal.aborted && !isCancelled(error)) setState({ ...noHits, hasFailed: true });
      }
    };
    const timer = setTimeout(() => void search(), pauseMs);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [client, text]);
  return state;
}
