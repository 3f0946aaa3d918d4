// The page's one door to the core: over the desktop's line where there is one, otherwise to the origin it came from.
import { type ContractClient, createClient } from '#main/contract/client.ts';
import { contract, type LimpetClient, type LimpetContract } from '#main/contract/contract.ts';
import { AppError, type ErrorData, toErrorData } from '#main/contract/errors.ts';
import type { Port } from '#main/contract/frames.ts';
import { createIpcConnector, type IpcLine } from '#main/contract/ipc-port.ts';
import { type Blobs, createBlobs } from './blobs.ts';
import { createPageKey } from './page-key.ts';
import { createSignIn, takeCode } from './sign-in.ts';
import { openWebSocket } from './web-socket-port.ts';

declare global {
  interface Window {
    /** Put there by the desktop's preload script. */
    readonly limpet?: IpcLine;
  }
}

export type Connection = Pick<ContractClient<LimpetContract>, 'state' | 'onState' | 'retry' | 'lastError' | 'welcome'>;

export interface Api {
  readonly host: 'desktop' | 'browser';
  readonly client: LimpetClient;
  readonly connection: Connection;
  readonly blobs: Blobs;
  /** With the code of a sign-in link or the gateway's token. Resolves to what went wrong, or to nothing. */
  signIn(code: string): Promise<ErrorData | undefined>;
  signOut(o: { everywhere: boolean }): Promise<ErrorData | undefined>;
  close(): void;
}

export type ApiOptions = {
  /** The browser's window; nothing of its address is used but its own origin and a one-time code. */
  readonly window: Window;
  /** Parses what the core answers; for development. */
  readonly checkOutputs?: boolean;
};

const reloadedAt = 'limpet.reloaded-at';
const reloadAgainMs = 30_000;

/** Another build answers, so the page is old. Not over and over, should the server itself be the old one. */
function reloadOnce(window: Window): void {
  try {
    const last = Number(window.sessionStorage.getItem(reloadedAt) ?? 0);
    if (Date.now() - last < reloadAgainMs) return;
    window.sessionStorage.setItem(reloadedAt, String(Date.now()));
  } catch {
    return; // without storage a loop could not be told from a first time
  }
  window.location.reload();
}

const outcome = (step: Promise<void>): Promise<ErrorData | undefined> =>
  step.then(
    () => undefined,
    (error: unknown) => toErrorData(error),
  );

export function createApi({ window, checkOutputs }: ApiOptions): Api {
  const line = window.limpet;
  const pageKey = createPageKey(() => window.localStorage);
  const signIn = createSignIn(pageKey, (input, init) => window.fetch(input, init));
  let code = takeCode(window);

  const connectBrowser = async (signal: AbortSignal): Promise<Port> => {
    const fresh = code;
    code = undefined;
    // A link that was used before must not end a sign-in that is still good.
    if (fresh !== undefined)
      await signIn.withCode(fresh).catch((error: unknown) => {
        if (pageKey.get() === undefined) throw error;
      });
    if (pageKey.get() === undefined)
      throw new AppError('unauthenticated', 'Sign in first: open the sign-in link that Limpet prints when it starts.', {
        details: { reason: 'signed_out' },
      });
    const { protocol, host } = window.location;
    return openWebSocket(`${protocol === 'https:' ? 'wss' : 'ws'}://${host}/ws`, signal).catch(
      async (error: unknown) => {
        // The browser does not say why; a plain question does.
        await signIn.check(signal);
        throw error;
      },
    );
  };
  const connectDesktop = line === undefined ? undefined : createIpcConnector(line);
  const connection = createClient(contract, {
    connect: connectDesktop === undefined ? connectBrowser : async () => connectDesktop(),
    token: () => pageKey.get(),
    onMismatch: () => reloadOnce(window),
    ...(checkOutputs === undefined ? {} : { checkOutputs }),
  });

  const again = () => {
    if (connection.state() === 'offline') connection.retry();
  };
  const newCode = () => {
    const found = takeCode(window);
    if (found === undefined || connection.state() === 'online') return;
    code = found;
    connection.retry();
  };
  window.addEventListener('online', again);
  window.addEventListener('focus', again);
  window.addEventListener('hashchange', newCode);

  return {
    host: line === undefined ? 'browser' : 'desktop',
    client: connection.api,
    connection,
    blobs: createBlobs(pageKey),
    signIn: (given) => outcome(signIn.withCode(given).then(connection.retry)),
    signOut: (o) => outcome(signIn.signOut(o)),
    close() {
      window.removeEventListener('online', again);
      window.removeEventListener('focus', again);
      window.removeEventListener('hashchange', newCode);
      connection.close();
    },
  };
}
