// Guarded requests to the world on behalf of the model: resolve, check, dial that address; again at every redirect.
import type { SessionId, TurnId } from '#main/contract/ids.ts';
import type { RequestKey } from '#main/contract/request-keys.ts';

export type EgressRequest = {
  /** http or https. */
  readonly url: string;
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS';
  /**
   * Refused with `forbidden` (`header_refused`) where they belong to the connection: Host, Content-Length, hop-by-hop and the
   * like. At another origin only those arrive that say nothing about who asks.
   */
  readonly headers?: Readonly<Record<string, string>>;
  /** Not with GET and HEAD; 32 MiB at most (`body_too_large`). Never sent on to another origin: such a redirect is refused. */
  readonly body?: string | Uint8Array;
  readonly maxBytes: number;
  readonly timeoutMs: number;
  /** Asked before each redirect to another origin; false ends with `forbidden`. */
  readonly mayFollow: (origin: string) => boolean;
  /** References to keys in the query, the headers and the body are filled in; then no other origin is followed to. */
  readonly fillsKeys?: boolean;
};
export type EgressResponse = {
  readonly url: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly truncated: boolean;
};
export interface Egress {
  /** `forbidden` with reason `blocked_address` for loopback, private, link-local, metadata, own gateway. */
  fetch(request: EgressRequest, signal: AbortSignal): Promise<EgressResponse>;
  /** Parses and checks the text of an address without touching the network; throws as `fetch` would. */
  check(url: string): URL;
}

/** Keys that requests name as `{{secret:name}}`. Each goes over TLS to the hosts that the person gave it, and nowhere else. */
export interface RequestKeys {
  list(): Promise<RequestKey[]>;
  /** As `requestKeys.save` of the contract. */
  save(o: { name: string; value?: string | undefined; hosts: readonly string[] }): Promise<void>;
  remove(name: string): Promise<void>;
  /**
   * Names of the keys that these texts refer to, once each may go there. `not_found` (`request_key_missing`), `forbidden`
   * (`request_key_host`), `invalid_input` for a reference that is none.
   */
  check(texts: readonly string[], url: URL): Promise<readonly string[]>;
  /** Looks again whether it may go there. Errors: as `check`, and `unavailable` (`secret_missing`). */
  valueFor(name: string, url: URL): Promise<string>;
}

/** `fetch` for one server that the person entered. */
export interface OpenedWeb {
  /**
   * Streams; redirects are not followed. Only public addresses, over TLS where it is another origin than the entered one;
   * an address of this machine or its network only where that very host was entered. Errors: as `Egress.check`, and
   * `unavailable` with reason `mcp_unreachable`.
   */
  fetch(url: string | URL, init?: RequestInit): Promise<Response>;
  close(): Promise<void>;
}
export interface GuardedWeb {
  /** The address as it may be entered; throws otherwise. */
  check(entered: string): URL;
  open(entered: URL): OpenedWeb;
}

/** Waits at one port of this machine for a browser that comes back from a sign-in. */
export type OpenRedirect = (port: number) => Promise<{
  readonly url: string;
  /** What the browser brings, once. `cancelled` on abort. */
  wait(signal: AbortSignal): Promise<URLSearchParams>;
  close(): void;
}>;
/** As `SpawnSecret` of the sandbox: `header` of requests to `host` carries the key, the child a placeholder. */
export type ProxySecret = {
  readonly name: string;
  readonly host: string;
  readonly header: string;
  readonly template?: string;
  readonly variable?: string;
};
export type ReadSecret = (name: string) => Promise<string | undefined>;

export type ProxyRequest = {
  /** `name`, `name:port`, `*.name`; port 443 where none is given. `any`: every public host. */
  readonly hosts: readonly string[] | 'any';
  readonly secrets?: readonly ProxySecret[];
  /** Who asks, for the activity view: `run_command`, `mcp:files`, `skill:pdf`. */
  readonly purpose: string;
  /** For whose work; absent for what belongs to no chat. */
  readonly place?: { readonly sessionId: SessionId; readonly turnId?: TurnId };
  /** Hosts that are refused all the same, without a word to anybody. */
  readonly never?: RegExp;
  /** Hears of its own alone. */
  readonly onTraffic?: (traffic: ProxyTraffic) => void;
  /**
   * `socket` is for a process that has no network of its own. `port` is a loopback port of its own that asks for no token,
   * for a browser: whoever finds it gains public hosts and no key. Default `loopback`.
   */
  readonly listen?: 'loopback' | 'socket' | 'port';
};

/** One request, or one tunnel, after it has ended. Of a tunnel nobody sees more than its host. */
export type ProxyTraffic = {
  readonly purpose: string;
  readonly place?: ProxyRequest['place'];
  readonly host: string;
  readonly port: number;
  readonly method: string;
  /** Without its query; `?…` says that there was one. */
  readonly path: string;
  readonly outcome: 'passed' | 'refused' | 'failed';
  readonly status?: number;
  /** Of a refusal or failure, as errors have it. */
  readonly reason?: string;
  readonly sentBytes: number;
  readonly receivedBytes: number;
  readonly ms: number;
  /** Names of the keys that were put in. */
  readonly secrets: readonly string[];
};

export type OpenedProxy = {
  /** With its token. With `listen: 'socket'` the port is the one at which a relay inside has to listen. */
  readonly url: string;
  readonly port: number;
  readonly socketPath?: string;
  /** Certificates to trust, where keys are put in. */
  readonly caFile?: string;
  /** Placeholders by the variables that were asked for. */
  readonly variables: Readonly<Record<string, string>>;
  /** Cuts off what is open. */
  close(): Promise<void>;
};

/** A way out for one process: its hosts and nothing else, by the same rules as `Egress`; keys are put in here. */
export interface EgressProxy {
  /** Errors: `invalid_input` (`bad_host`), `unavailable` when nothing can be listened on. */
  open(request: ProxyRequest): Promise<OpenedProxy>;
  onTraffic(listener: (traffic: ProxyTraffic) => void): () => void;
  close(): Promise<void>;
}
