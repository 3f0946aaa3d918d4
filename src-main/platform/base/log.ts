// Structured log lines with fixed fields; secrets are redacted by key and by value before a sink sees them.
import { hideKeyShapes } from './redaction/key-shapes.ts';
import { createKnownSecrets, mark, type PieceRedactor } from './redaction/redact-known.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';
export type LogFields = Readonly<Record<string, unknown>>;
export type LogLine = {
  readonly at: number;
  readonly level: LogLevel;
  readonly module: string;
  readonly message: string;
} & LogFields;
export type LogSink = (line: LogLine) => void;

export interface Log {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** A log of another module with fields that every line of it carries. */
  child(module: string, fields?: LogFields): Log;
}

/** Keeps secrets out of what is written. Shared by log, diagnostics, errors, tool output and what is sent to models. */
export interface Redactor {
  /** A value that must never be written; shorter than 8 characters is ignored. */
  add(secret: string): void;
  /** Without known secrets and without whatever looks like a key. For what Limpet itself writes. */
  text(text: string): string;
  /** The same for every text inside, and fields whose name says secret are hidden whole. */
  value(value: unknown): unknown;
  /** Without known secrets, in any form of `secret-forms`; look-alikes stay. For what others wrote: files, commands, pages. */
  known(text: string): string;
  /** As `known`, for a text that comes in pieces. */
  pieces(): PieceRedactor;
}

const secretKey = /(api[-_]?key|authorization|passphrase|password|secret|token|cookie)$/i;
const tokenCount = /tokens?$/i;

export function createRedactor(): Redactor {
  const secrets = createKnownSecrets();
  const text = (input: string): string => hideKeyShapes(secrets.redact(input));
  const value = (input: unknown): unknown => {
    if (typeof input === 'string') return text(input);
    if (input instanceof Error)
      return { name: input.name, message: text(input.message), stack: text(input.stack ?? '') };
    if (Array.isArray(input)) return input.map(value);
    if (typeof input !== 'object' || input === null) return input;
    return Object.fromEntries(
      Object.entries(input).map(([key, inner]) => [
        key,
        secretKey.test(key) && !(tokenCount.test(key) && typeof inner === 'number') ? mark : value(inner),
      ]),
    );
  };
  return { add: secrets.add, text, value, known: secrets.redact, pieces: secrets.pieces };
}

const rank: Record<LogLevel, number> = { debug: 0, info: 1, warn: 2, error: 3 };

export type LogOptions = {
  readonly sink: LogSink;
  readonly redactor: Redactor;
  readonly now: () => number;
  /** A function is asked at every line, so that the level can change while the app runs. */
  readonly level?: LogLevel | (() => LogLevel);
};

export function createLog(options: LogOptions, module = 'app', base: LogFields = {}): Log {
  const write = (level: LogLevel, message: string, fields: LogFields = {}) => {
    const least = typeof options.level === 'function' ? options.level() : (options.level ?? 'info');
    if (rank[level] < rank[least]) return;
    const safe = options.redactor.value({ ...base, ...fields }) as LogFields;
    options.sink({ at: options.now(), level, module, message: options.redactor.text(message), ...safe });
  };
  return {
    debug: (message, fields) => write('debug', message, fields),
    info: (message, fields) => write('info', message, fields),
    warn: (message, fields) => write('warn', message, fields),
    error: (message, fields) => write('error', message, fields),
    child: (name, fields = {}) => createLog(options, name, { ...base, ...fields }),
  };
}

export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {}, child: () => silentLog };
