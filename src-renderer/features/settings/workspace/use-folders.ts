// Where the folder dialog is: the folder shown, the way to another one, and why that one did not open.
import { useEffect, useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import { type ErrorData, isCancelled, toErrorData } from '#main/contract/errors.ts';

export type FolderListing = {
  readonly path: string;
  readonly parent: string | null;
  readonly folders: readonly { readonly name: string; readonly path: string }[];
};
export type Folders = {
  /** The last folder that opened; it stays while another one does not. */
  readonly listing: FolderListing | undefined;
  readonly isLoading: boolean;
  readonly error: ErrorData | undefined;
  readonly go: (path: string) => void;
};
type State = Pick<Folders, 'listing' | 'isLoading' | 'error'>;

/** Begins at `startIn`; where that folder does not exist (yet), at the place that the server suggests. */
export function useFolders(client: LimpetClient, startIn: string): Folders {
  const [wanted, setWanted] = useState({ path: startIn, isFirst: true });
  const [state, setState] = useState<State>({ listing: undefined, isLoading: true, error: undefined });
  useEffect(() => {
    const stop = new AbortController();
    const open = async () => {
      setState((before) => ({ ...before, isLoading: true, error: undefined }));
      try {
        const listing = await client.workspace.folders(wanted.path === '' ? {} : { path: wanted.path }, {
          signal: stop.signal,
        });
        setState({ listing, isLoading: false, error: undefined });
      } catch (error) {
        if (stop.signal.aborted || isCancelled(error)) return;
        if (wanted.isFirst && wanted.path !== '') setWanted({ path: '', isFirst: true });
        else setState((before) => ({ ...before, isLoading: false, error: toErrorData(error) }));
      }
    };
    void open();
    return () => stop.abort();
  }, [client, wanted]);
  return { ...state, go: (path) => setWanted({ path, isFirst: false }) };
}
