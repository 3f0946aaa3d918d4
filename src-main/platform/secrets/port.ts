// Keys of the person, by reference. Values never reach logs, prompts, settings or plain files.
import type { SecretsOverview, SecretsPlace, SecretsState } from '#main/contract/system.ts';

export type SecretProtection = SecretsState['protection'];

/** Names are `[a-z0-9._-]{1,100}`. `unauthenticated` with reason `secrets_locked` while a file waits for its passphrase. */
export interface SecretStore {
  readonly protection: SecretProtection;
  get(key: string): Promise<string | undefined>;
  set(key: string, value: string): Promise<void>;
  remove(key: string): Promise<void>;
  keys(): Promise<string[]>;
  /** Where `get` answers from memory: what the disk has. */
  stored?(key: string): Promise<string | undefined>;
}

export type SecretsStatus = SecretsState;

/** The part of Electron that encrypts for one account of the system. `getSelectedStorageBackend`: who keeps its key. */
export interface SafeStorageSlice {
  /** False before the app is ready. */
  isEncryptionAvailable(): boolean;
  encryptString(text: string): Uint8Array;
  /** Throws for bytes of another account or computer. */
  decryptString(bytes: Uint8Array): string;
  getSelectedStorageBackend(): string;
}

/** The store that is in use, and the ways to open it. */
export interface Secrets extends SecretStore {
  status(): SecretsStatus;
  overview(): Promise<SecretsOverview>;
  /** Chooses the passphrase file; `conflict` when one exists. */
  createFile(passphrase: string): Promise<SecretsStatus>;
  /** `unauthenticated` with reason `wrong_passphrase`. */
  unlock(passphrase: string): Promise<SecretsStatus>;
  lock(): Promise<SecretsStatus>;
  /**
   * Key by key: copied, read back, compared, then removed where it was. A stop at any point leaves every key readable in
   * at least one place. `conflict` with reason `secrets_moving` while another move runs; otherwise as the places fail.
   */
  move(o: { to: SecretsPlace; passphrase?: string; signal: AbortSignal }): Promise<SecretsStatus>;
  /** Asks again the places that did not answer. */
  check(): Promise<SecretsStatus>;
  /** This key was just used. */
  used(key: string): void;
  /**
   * Reads every key that can be read without asking anybody, so that the redactor knows it; once, later calls wait for the
   * same. Goes on with a move that was interrupted. Never rejects.
   */
  settle(signal: AbortSignal): Promise<void>;
  /** Called after every change of status. */
  onChange(listener: () => void): () => void;
}
