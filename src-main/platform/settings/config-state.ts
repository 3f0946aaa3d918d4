// What the bytes of config.json come to: the values that hold, and what the person should know about the rest.
import { visibleLine } from '#main/contract/shown-text.ts';
import { parseConfigText, type ReadConfig, readConfig } from './config-text.ts';
import type { FileNotice, FileState } from './port.ts';

/** A file of settings has some kilobytes; what is far larger is something else. */
export const maxConfigBytes = 1_048_576;
const maxNames = 5;
const maxNameChars = 60;

/** Undefined for what is no text: then nothing in it can be trusted. */
export function decodeConfig(bytes: Uint8Array): string | undefined {
  if (bytes.length > maxConfigBytes) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined; // cut inside a character, or never text at all
  }
}

export function readBytes(bytes: Uint8Array | undefined): { text: string; read: ReadConfig } | undefined {
  const text = bytes === undefined ? undefined : decodeConfig(bytes);
  const config = text === undefined ? undefined : parseConfigText(text);
  return text === undefined || config === undefined ? undefined : { text, read: readConfig(config) };
}

function listNames(names: readonly string[]): string {
  const shown = names.slice(0, maxNames).map((name) => {
    const line = visibleLine(name);
    return line.length > maxNameChars ? `${line.slice(0, maxNameChars)}…` : line;
  });
  return [...shown, ...(names.length > maxNames ? ['…'] : [])].join(', ');
}

function noticesOf({ invalid, unknown }: ReadConfig, path: string): FileNotice[] {
  const notice = (name: string, names: readonly string[]): FileNotice[] =>
    names.length === 0
      ? []
      : [
          {
            id: `config-${name}`,
            key: `system.notice_config_${name}`,
            params: { names: listNames(names), file: path },
          },
        ];
  return [...notice('invalid', invalid), ...notice('unknown', unknown)];
}

/** A value that is wrong falls back to the last good file's, and only then to the sources below. */
export function soundState(read: ReadConfig, o: { path: string; lastGood: ReadConfig | undefined }): FileState {
  const isWrong = (path: string) => read.invalid.some((wrong) => path === wrong || path.startsWith(`${wrong}.`));
  const before = [...(o.lastGood?.values ?? [])].filter(([path]) => isWrong(path));
  return {
    values: new Map([...before, ...read.values]),
    condition: 'sound',
    wrong: read.invalid,
    notices: noticesOf(read, o.path),
  };
}

export const absentState: FileState = { values: new Map(), condition: 'absent', wrong: [], notices: [] };

/** Cannot be read: what was good before holds on. Somebody may be writing it just now, so nothing else is done. */
export function damagedState(before: Pick<FileState, 'values'>, path: string): FileState {
  const notice = { id: 'config-damaged', key: 'system.notice_config_unreadable', params: { file: path } };
  return { values: before.values, condition: 'damaged', wrong: [], notices: [notice] };
}
