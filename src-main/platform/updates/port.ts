// What a desktop shell gives the updater: the build's own facts, a way to read the feed, and the installer.

/** Which of a release's files this copy was installed from. */
export type UpdateTarget = {
  readonly system: 'mac' | 'win' | 'linux';
  readonly arch: 'x64' | 'arm64';
  /** The builder's name: `zip`, `nsis`, `AppImage`, `deb`, `rpm`. */
  readonly kind: string;
};

export type UpdateFile = { readonly name: string; readonly sizeBytes: number; readonly sha512: string };
export type Offer = {
  readonly version: string;
  readonly channel: 'stable' | 'beta';
  readonly releasedAt: string;
  readonly notes: string;
  readonly file: UpdateFile;
};
export type DownloadProgress = { readonly bytes: number; readonly totalBytes: number };

export interface UpdateHost {
  /** Ed25519, SPKI, base64, built into the app; none: this build takes no updates. */
  readonly keys: readonly string[];
  /** Where the lists and files lie, without a slash at the end. */
  readonly feedUrl: string;
  /** Undefined where the app was not installed from one of the release's files. */
  readonly target: UpdateTarget | undefined;
  /** GET of a small file, with nothing in it that tells copies apart. Rejects with `unavailable` or `timeout`. */
  get(url: string, o: { maxBytes: number; signal: AbortSignal }): Promise<Uint8Array>;
  /**
   * Fetches the file, resolves when it lies here with exactly the size and hash of the offer. A download that was cut begins
   * anew and leaves nothing behind; one that is there is not fetched again. Rejects with `forbidden` for other bytes.
   */
  download(offer: Offer, o: { signal: AbortSignal; onProgress: (progress: DownloadProgress) => void }): Promise<void>;
  /** Takes away what earlier updates have left. */
  tidy(): Promise<void>;
  /** `quit`: when the app ends by itself. `now`: it ends in order, installs, starts again. Looks at the bytes once more. */
  install(when: 'quit' | 'now'): Promise<void>;
}
