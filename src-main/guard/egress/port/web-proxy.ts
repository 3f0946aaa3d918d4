// The way of a whole browser to the public internet: a proxy at a loopback port that judges every connection.
export type Refused = { readonly host: string; readonly reason: string };

export interface WebProxy {
  /** `http://127.0.0.1:<port>`. It carries to the public internet alone, so it opens nothing to whoever finds it. */
  readonly url: string;
  /** What was refused from now on. */
  onRefused(listener: (refused: Refused) => void): () => void;
  /** Ends every connection. */
  close(): Promise<void>;
}

export interface WebProxies {
  open(): Promise<WebProxy>;
}
