// Signing in to a server (OAuth 2.1): only on the person's click, in their own browser, with PKCE, a state that is compared,
// and a port of this machine that is exactly the registered one. Tokens lie in the secret store.
import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { OAuthClientProvider, OAuthDiscoveryState } from '@modelcontextprotocol/sdk/client/auth.js';
import type { OAuthClientInformationMixed, OAuthTokens } from '@modelcontextprotocol/sdk/shared/auth.js';
import { z } from 'zod';
import { AppError, isAppError } from '#main/contract/errors.ts';
import type { McpServerId } from '#main/contract/mcp.ts';
import type { GuardedWeb, OpenedWeb, OpenRedirect } from '#main/guard/egress/port.ts';
import { parseJson } from '#main/platform/base/json.ts';
import type { SecretStore } from '#main/platform/secrets/port.ts';
import { secretKey } from '../config/secret-names.ts';
import type { StoredServer } from '../port.ts';

export type SignInDeps = {
  readonly secrets: Pick<SecretStore, 'get' | 'set' | 'remove'>;
  readonly web: GuardedWeb;
  readonly openRedirect: OpenRedirect;
  /** Opens a page in the person's browser; undefined where the host cannot, then the page does it by a click. */
  readonly openExternal: ((url: string) => Promise<void>) | undefined;
  /** Where a description of this client is published; none is. Tests of the protocol name one. */
  readonly clientMetadataUrl?: string;
};

type Fetch = OpenedWeb['fetch'];
/** What the server wants, as it said with its last refusal. */
type Challenge = { readonly scope?: string; readonly resourceMetadataUrl?: URL };

export const signInWanted = () =>
  new AppError('unauthenticated', 'This server wants you to sign in first. Sign in on the page Servers.', {
    details: { reason: 'mcp_sign_in' },
  });

const refusedAddress = (url: string) =>
  new AppError('forbidden', 'The server names a page for signing in that is not safe to open, so it was not opened.', {
    details: { reason: 'mcp_sign_in_address', facts: { url: url.slice(0, 200) } },
  });

/** No page for signing in needs more; whatever opens a browser may hand the address to a shell. */
const plainPath = /^[\w\-.~/%:@+=,]*$/;

/** Only https, or this machine itself; no name or password in it, nothing that a shell would take for more than a word. */
export function isSafeSignInUrl(url: URL): boolean {
  if (url.username !== '' || url.password !== '' || !plainPath.test(url.pathname)) return false;
  if (url.protocol === 'https:') return true;
  return url.protocol === 'http:' && /^(127(\.\d{1,3}){3}|localhost|\[::1\])$/.test(url.hostname);
}

const Client = z.looseObject({ client_id: z.string(), redirect_uris: z.array(z.string()).optional() });
const Tokens = z.looseObject({ access_token: z.string(), token_type: z.string() });

function sameText(a: string, b: string): boolean {
  const [one, other] = [Buffer.from(a), Buffer.from(b)];
  return one.length === other.length && timingSafeEqual(one, other);
}

/** Of one server. */
class SignIn {
  readonly #id: McpServerId;
  readonly #server: StoredServer;
  readonly #d: SignInDeps;
  readonly provider: OAuthClientProvider;
  #challenge: Challenge = {};
  /** Of the sign-in under way: set by the person's click alone. */
  #click: { redirectUrl: string; state: string; verifier: string; url: URL | undefined } | undefined;
  #discovery: OAuthDiscoveryState | undefined;

  constructor(server: StoredServer, d: SignInDeps) {
    this.#id = server.id;
    this.#server = server;
    this.#d = d;
    this.provider = this.#makeProvider();
  }

  #key(name: string): string {
    return secretKey(this.#id, 'oauth', name);
  }

  async #client(): Promise<OAuthClientInformationMixed | undefined> {
    const { transport } = this.#server;
    if (transport.type !== 'stdio' && transport.clientId !== undefined) {
      const secret = await this.#d.secrets.get(this.#key('secret'));
      return { client_id: transport.clientId, ...(secret === undefined ? {} : { client_secret: secret }) };
    }
    const kept = Client.safeParse(parseJson((await this.#d.secrets.get(this.#key('client'))) ?? ''));
    return kept.success ? (kept.data as OAuthClientInformationMixed) : undefined;
  }

  async #tokens(): Promise<OAuthTokens | undefined> {
    const kept = Tokens.safeParse(parseJson((await this.#d.secrets.get(this.#key('tokens'))) ?? ''));
    return kept.success ? (kept.data as OAuthTokens) : undefined;
  }

  /** The same `fetch`, which remembers what a refusal asked for. */
  watched(fetch: Fetch): Fetch {
    return async (url, init) => {
      const response = await fetch(url, init);
      if (response.status !== 401 && response.status !== 403) return response;
      const { extractWWWAuthenticateParams } = await import('@modelcontextprotocol/sdk/client/auth.js');
      const { scope, resourceMetadataUrl } = extractWWWAuthenticateParams(response);
      if (scope !== undefined || resourceMetadataUrl !== undefined)
        this.#challenge = {
          ...(scope === undefined ? {} : { scope }),
          ...(resourceMetadataUrl === undefined ? {} : { resourceMetadataUrl }),
        };
      return response;
    };
  }

  #makeProvider(): OAuthClientProvider {
    const self = this;
    const isFixed = () => self.#server.transport.type !== 'stdio' && self.#server.transport.clientId !== undefined;
    return {
      // Without a click nothing is opened, but a token that is kept may still be renewed.
      get redirectUrl() {
        return self.#click?.redirectUrl ?? 'http://127.0.0.1/oauth/callback';
      },
      ...(self.#d.clientMetadataUrl === undefined ? {} : { clientMetadataUrl: self.#d.clientMetadataUrl }),
      get clientMetadata() {
        return {
          client_name: 'Limpet',
          redirect_uris: [self.#click?.redirectUrl ?? 'http://127.0.0.1/oauth/callback'],
          grant_types: ['authorization_code', 'refresh_token'],
          response_types: ['code'],
          token_endpoint_auth_method: 'none',
        };
      },
      state: () => self.#clicked().state,
      async clientInformation() {
        const known = await self.#client();
        // Registering is a part of signing in: not before the person wants it.
        if (known === undefined && self.#click === undefined) throw signInWanted();
        return known;
      },
      ...(isFixed()
        ? {}
        : {
            saveClientInformation: (client: OAuthClientInformationMixed) =>
              self.#d.secrets.set(self.#key('client'), JSON.stringify(client)),
          }),
      // A new sign-in asks for everything anew: an old token must not stand in for a wider one.
      tokens: async () => (self.#click === undefined ? self.#tokens() : undefined),
      saveTokens: (tokens) => self.#d.secrets.set(self.#key('tokens'), JSON.stringify(tokens)),
      redirectToAuthorization: (url) => {
        if (self.#click === undefined) throw signInWanted();
        if (!isSafeSignInUrl(url)) throw refusedAddress(url.href);
        self.#click.url = url;
      },
      saveCodeVerifier: (verifier) => {
        self.#clicked().verifier = verifier;
      },
      codeVerifier: () => self.#clicked().verifier,
      discoveryState: () => self.#discovery,
      saveDiscoveryState: (state) => {
        if (self.#click !== undefined) self.#discovery = state;
      },
      async invalidateCredentials(scope) {
        if (scope === 'all' || scope === 'tokens') await self.#d.secrets.remove(self.#key('tokens'));
        if ((scope === 'all' || scope === 'client') && !isFixed()) await self.#d.secrets.remove(self.#key('client'));
      },
    };
  }

  #clicked() {
    if (this.#click === undefined) throw signInWanted();
    return this.#click;
  }

  /** At the registered port when it is free; otherwise the client is registered anew with another one. */
  async #openRedirect() {
    const client = Client.safeParse(await this.#client());
    const registered = client.success ? client.data.redirect_uris?.[0] : undefined;
    const port = registered !== undefined && URL.canParse(registered) ? Number(new URL(registered).port) : 0;
    const redirect = await this.#d.openRedirect(port).catch((error: unknown) => {
      if (isAppError(error) && error.details?.reason === 'port_taken') return this.#d.openRedirect(0);
      throw error;
    });
    if (registered !== undefined && registered !== redirect.url) await this.#d.secrets.remove(this.#key('client'));
    return redirect;
  }

  /**
   * `wait` resolves once the tokens are kept. `url`: the page to open where the host cannot open it itself. Errors:
   * `forbidden` (`mcp_sign_in_address`), `unauthenticated` (`mcp_sign_in_refused`) when the server or its page said no.
   */
  async begin(serverUrl: URL, signal: AbortSignal): Promise<{ url?: string; wait: Promise<void> }> {
    const { auth } = await import('@modelcontextprotocol/sdk/client/auth.js');
    const redirect = await this.#openRedirect();
    const web = this.#d.web.open(serverUrl);
    const click = {
      redirectUrl: redirect.url,
      state: randomBytes(32).toString('base64url'),
      verifier: '',
      url: undefined,
    };
    this.#click = click;
    this.#discovery = undefined;
    const done = async () => {
      redirect.close();
      if (this.#click === click) this.#click = undefined;
      await web.close();
    };
    const asked = { serverUrl, ...this.#challenge, fetchFn: web.fetch };
    try {
      const result = await auth(this.provider, asked);
      const url: URL | undefined = this.#clicked().url;
      if (result === 'AUTHORIZED' || url === undefined) {
        await done();
        return { wait: Promise.resolve() };
      }
      const wait = (async () => {
        try {
          await this.#finish(redirect, { ...asked, state: click.state }, signal);
        } finally {
          await done();
        }
      })();
      wait.catch(() => {}); // whoever waits hears of it
      if (this.#d.openExternal === undefined) return { url: url.href, wait };
      await this.#d.openExternal(url.href);
      return { wait };
    } catch (error) {
      await done();
      throw toSignInError(error);
    }
  }

  async #finish(
    redirect: { wait(signal: AbortSignal): Promise<URLSearchParams> },
    o: { serverUrl: URL; state: string; fetchFn: Fetch },
    signal: AbortSignal,
  ): Promise<void> {
    const { auth } = await import('@modelcontextprotocol/sdk/client/auth.js');
    const query = await redirect.wait(signal);
    const code = query.get('code');
    if (!sameText(query.get('state') ?? '', o.state) || code === null)
      throw refusedSignIn(query.get('error_description') ?? query.get('error') ?? '');
    try {
      await auth(this.provider, { serverUrl: o.serverUrl, authorizationCode: code, fetchFn: o.fetchFn });
    } catch (error) {
      throw toSignInError(error);
    }
  }

  async signedIn(): Promise<boolean> {
    return (await this.#tokens()) !== undefined;
  }

  async forget(): Promise<void> {
    // Where nothing was ever kept there may be no place to remove it from.
    for (const name of ['tokens', 'client'])
      if ((await this.#d.secrets.get(this.#key(name))) !== undefined) await this.#d.secrets.remove(this.#key(name));
    this.#discovery = undefined;
    this.#challenge = {};
  }
}

const refusedSignIn = (said: string, cause?: unknown) =>
  new AppError('unauthenticated', 'The sign-in was refused. Try it again.', {
    cause,
    details: { reason: 'mcp_sign_in_refused', facts: { said: said.slice(0, 300) } },
  });

function toSignInError(error: unknown): unknown {
  if (isAppError(error) || (error instanceof Error && error.name === 'AbortError')) return error;
  return refusedSignIn(error instanceof Error ? error.message : '', error);
}

export type SignIns = ReturnType<typeof createSignIns>;

/** One for each server, for as long as its configuration is the same. */
export function createSignIns(d: SignInDeps) {
  const known = new Map<McpServerId, { server: StoredServer; signIn: SignIn }>();
  return {
    of(server: StoredServer): SignIn {
      const entry = known.get(server.id);
      if (entry !== undefined && JSON.stringify(entry.server.transport) === JSON.stringify(server.transport))
        return entry.signIn;
      const signIn = new SignIn(server, d);
      known.set(server.id, { server, signIn });
      return signIn;
    },
    drop: (id: McpServerId) => void known.delete(id),
  };
}
