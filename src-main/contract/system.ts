// The app itself: status, sandbox, data folder, doctor, diagnostics, the secret store, the gateway's own keys.
import { z } from 'zod';
import { ErrorData } from './errors.ts';
import { Timestamp } from './ids.ts';
import { command, query, stream } from './kernel.ts';
import { SettingSection } from './setting.ts';

export const SandboxState = z.object({
  /** `off`: a sandbox is there but failed its probe, so commands are off. */
  tier: z.enum(['probing', 'bubblewrap', 'sandbox-runtime', 'docker', 'none', 'off']),
  /** Sentence for the badge's card, as a catalogue key. */
  reason: z.string(),
  probes: z.array(z.object({ id: z.string(), refused: z.boolean(), note: z.string() })),
  checkedAt: Timestamp.optional(),
  /** Of what closes commands in. */
  version: z.string().optional(),
  /** Beyond the time limit of each command; each process of it for itself, or all of them together. */
  limits: z
    .object({
      per: z.enum(['process', 'command']),
      processes: z.number(),
      openFiles: z.number(),
      fileBytes: z.number(),
      memoryBytes: z.number(),
    })
    .optional(),
});
export type SandboxState = z.infer<typeof SandboxState>;

/** Commands are closed in by something that refused every break-out. */
export const isConfined = (tier: string): boolean =>
  tier === 'bubblewrap' || tier === 'sandbox-runtime' || tier === 'docker';

/** Where keys can be stored; the environment can only be read. */
export const SecretsPlace = z.enum(['os-keychain', 'safe-storage', 'passphrase-file']);
export type SecretsPlace = z.infer<typeof SecretsPlace>;

/** Why a place cannot be used now: the reason of the error that a call would get. */
export const PlaceTrouble = z.enum([
  'keychain_missing',
  'keychain_locked',
  'keychain_silent',
  'keychain_gone',
  'keychain_failed',
  'safe_storage_missing',
  'safe_storage_plain',
  'secrets_file_damaged',
]);
export type PlaceTrouble = z.infer<typeof PlaceTrouble>;

/** `waiting`: it goes on once the file is unlocked. `stopped`: something failed, and it goes on when it is asked for again. */
export const SecretsMove = z.object({
  to: SecretsPlace,
  moved: z.number().int(),
  total: z.number().int(),
  state: z.enum(['running', 'waiting', 'stopped']),
  error: ErrorData.optional(),
});
export type SecretsMove = z.infer<typeof SecretsMove>;

export const SecretsState = z.object({
  protection: z.enum(['os-keychain', 'safe-storage', 'passphrase-file', 'environment']),
  /**
   * `unset`: no keychain here and nothing chosen yet. `locked`: the file wants its passphrase. `unreachable`: keys were
   * kept in a place that does not answer now; `trouble` says why.
   */
  state: z.enum(['ready', 'locked', 'unset', 'unreachable']),
  keychainAvailable: z.boolean(),
  trouble: PlaceTrouble.optional(),
  /** Present while a move has not come to its end. */
  move: SecretsMove.optional(),
});
export type SecretsState = z.infer<typeof SecretsState>;

/** A key without its value, which never crosses the wire. */
export const SecretFacts = z.object({
  name: z.string(),
  at: z.enum(['os-keychain', 'safe-storage', 'passphrase-file', 'environment']),
  /** `missing`: it was stored, but its place has it no more. */
  state: z.enum(['ready', 'locked', 'unreachable', 'missing']),
  setAt: Timestamp.optional(),
  usedAt: Timestamp.optional(),
  /** Of the environment: the variable that holds it. */
  variable: z.string().optional(),
});
export type SecretFacts = z.infer<typeof SecretFacts>;

export const SecretsOverview = z.object({
  state: SecretsState,
  /** `absent`: the file does not exist yet and can be made. */
  places: z.array(
    z.object({
      place: SecretsPlace,
      state: z.enum(['ready', 'locked', 'absent', 'unreachable']),
      trouble: PlaceTrouble.optional(),
      keys: z.number().int(),
    }),
  ),
  keys: z.array(SecretFacts),
});
export type SecretsOverview = z.infer<typeof SecretsOverview>;

const SecretName = z.string().regex(/^[a-z0-9._-]{1,100}$/);
const newPassphrase = z.string().min(8).max(1024);

export const SystemState = z.object({
  version: z.string(),
  host: z.enum(['electron', 'gateway', 'cli', 'test']),
  platform: z.string(),
  dataFolder: z.string(),
  /** Suggested for new chats while the setting `workspace` is empty. */
  defaultWorkspace: z.string(),
  sandbox: SandboxState,
  secrets: SecretsState,
  /** Damage found and mended at start, shown until dismissed. */
  notices: z.array(z.object({ id: z.string(), key: z.string(), params: z.record(z.string(), z.string()) })),
});
export type SystemState = z.infer<typeof SystemState>;

export const FindingFix = z.discriminatedUnion('type', [
  /** `system.fix` does it. `key` names it on a button, `key` with `_done` says that it is done. */
  z.object({
    type: z.literal('apply'),
    key: z.string(),
    /** A choice of the person: never done without being asked for by itself. */
    isChoice: z.boolean(),
  }),
  /** The person does it, in this section of the settings. */
  z.object({ type: z.literal('open'), section: SettingSection }),
]);
export type FindingFix = z.infer<typeof FindingFix>;

export const Finding = z.object({
  id: z.string(),
  state: z.enum(['ok', 'warning', 'error']),
  key: z.string(),
  params: z.record(z.string(), z.string()),
  fix: FindingFix.optional(),
});
export type Finding = z.infer<typeof Finding>;

export const LogLevel = z.enum(['debug', 'info', 'warn', 'error']);
export type LogLevel = z.infer<typeof LogLevel>;
/** Where a line stands in the files; opaque, and good for as long as the line is kept. */
export const LogCursor = z.string().regex(/^[0-9a-f]{12}:\d{1,12}$/);

export const LogEntry = z.object({
  cursor: LogCursor,
  at: Timestamp,
  level: LogLevel,
  module: z.string(),
  message: z.string(),
  /** What else the line says, as text; without secrets, and without what a person or a model wrote. */
  fields: z.record(z.string(), z.string()),
});
export type LogEntry = z.infer<typeof LogEntry>;

export const LogQuery = z.object({
  /** Lines older than this one; without it, the newest. */
  before: LogCursor.optional(),
  /** Lines newer than this one. */
  after: LogCursor.optional(),
  /** This level and those above it. */
  level: LogLevel.default('debug'),
  module: z.string().max(100).optional(),
  /** Somewhere in the line, whatever the case of its letters. */
  text: z.string().max(200).default(''),
  limit: z.number().int().min(1).max(500).default(200),
});
export type LogQuery = z.infer<typeof LogQuery>;

export const LogPage = z.object({
  /** Oldest first. */
  entries: z.array(LogEntry),
  /** Where to go on backwards, also when nothing fitted so far; absent at the beginning. */
  older: LogCursor.optional(),
  /** The newest line there is, fitting or not: `after` for the next time. */
  newest: LogCursor.optional(),
  /** More came since `after` than the limit, or the place is gone: lines are missing before the first entry. */
  hasGap: z.boolean(),
  /** Modules that have written so far. */
  modules: z.array(z.string()),
});
export type LogPage = z.infer<typeof LogPage>;

export const system = {
  watch: stream(z.object({}), SystemState),
  doctor: query(z.object({}), z.object({ findings: z.array(Finding) })),
  /** Mends what the doctor found, and looks again. `not_found` when it is no longer so, `unsupported` without a fix. */
  fix: command(z.object({ findingId: z.string().max(300) }), z.object({ findings: z.array(Finding) })),
  /** Versions, settings and their sources, sandbox, counts, last log lines: no message text, no secrets. */
  diagnostics: query(z.object({}), z.object({ text: z.string() })),
  log: query(LogQuery, LogPage),
  /** Says that the log has grown: once at the start, then at most a few times a second. */
  followLog: stream(z.object({}), z.object({})),
  probeSandbox: command(z.object({}), SandboxState),
  dismissNotice: command(z.object({ id: z.string().max(100) }), z.object({})),
  /** Chooses the passphrase file where no keychain is. */
  createSecretsFile: command(z.object({ passphrase: newPassphrase }), SecretsState),
  unlockSecrets: command(z.object({ passphrase: z.string().min(1).max(1024) }), SecretsState),
  lockSecrets: command(z.object({}), SecretsState),
  /** Where each key is and what is known about it. */
  watchSecrets: stream(z.object({}), SecretsOverview),
  /**
   * Moves every key; resolves when all are there, `watchSecrets` tells how far it is. The passphrase makes the file, or
   * opens it. Asked for again after a failure it goes on; with another goal it turns round.
   */
  moveSecrets: command(
    z.object({ to: SecretsPlace, passphrase: z.string().min(1).max(1024).optional() }),
    SecretsState,
  ),
  /** Asks the places again, after the person has unlocked or started something. */
  checkSecrets: command(z.object({}), SecretsState),
  /** For a key that nothing uses; `models.disconnect` takes the key of a connection along. */
  removeSecret: command(z.object({ name: SecretName }), z.object({})),
  /** A new key for the OpenAI-compatible address, shown once; only its hash is kept. */
  createApiKey: command(z.object({}), z.object({ key: z.string() })),
  revokeApiKey: command(z.object({}), z.object({})),
};
