// The words after `limpet`, as what is to be done; anything that is not understood is said so.
import { parseArgs } from 'node:util';
import { type PermissionsArguments, readPermissions } from './permissions-arguments.ts';
import { usage } from './usage-error.ts';

export type AllowedEffect = 'write' | 'execute' | 'network';
export type ChatArguments = {
  readonly command: 'chat';
  /** Undefined: read from standard input, or line by line on a terminal. */
  readonly message: string | undefined;
  readonly model: string | undefined;
  readonly workspace: string | undefined;
  readonly session: string | undefined;
  readonly allow: ReadonlySet<AllowedEffect>;
  readonly json: boolean;
  readonly dataFolder: string | undefined;
};
export type DoctorArguments = {
  readonly command: 'doctor';
  readonly json: boolean;
  /** Mend what needs no choice, then look again. */
  readonly fix: boolean;
  readonly dataFolder: string | undefined;
};
export type UsageArguments = {
  readonly command: 'usage';
  readonly json: boolean;
  readonly days: number;
  readonly dataFolder: string | undefined;
};
/** Limpet's own tools for the program that started us. */
export type McpArguments = {
  readonly command: 'mcp';
  readonly workspace: string | undefined;
  readonly dataFolder: string | undefined;
};
/** The emergency stop of the app that runs. */
export type StopArguments = {
  readonly command: 'stop';
  readonly json: boolean;
  readonly dataFolder: string | undefined;
};
export type LinkArguments = { readonly command: 'link'; readonly dataFolder: string | undefined };
/** For a shortcut of the desktop's own settings: shows the quick chat of the app that runs, or hides it. */
export type ToggleArguments = { readonly command: 'toggle'; readonly dataFolder: string | undefined };
export type BackupArguments = {
  readonly command: 'backup';
  readonly json: boolean;
  /** What there is, instead of making one. */
  readonly list: boolean;
  /** The file to look over, instead of making one. */
  readonly check: string | undefined;
  readonly dataFolder: string | undefined;
};
export type RestoreArguments = {
  readonly command: 'restore';
  readonly file: string;
  readonly json: boolean;
  readonly dataFolder: string | undefined;
};
export type ExportArguments = {
  readonly command: 'export';
  readonly format: 'markdown' | 'json' | 'html';
  /** Undefined: all sessions. */
  readonly session: string | undefined;
  /** Where to; undefined: under its own name in the current folder. */
  readonly out: string | undefined;
  readonly json: boolean;
  readonly dataFolder: string | undefined;
};
export type ImportArguments = {
  readonly command: 'import';
  readonly path: string;
  /** Only say what there is. */
  readonly dryRun: boolean;
  readonly json: boolean;
  readonly dataFolder: string | undefined;
};
export type Arguments =
  | ExportArguments
  | ImportArguments
  | BackupArguments
  | RestoreArguments
  | ChatArguments
  | DoctorArguments
  | UsageArguments
  | PermissionsArguments
  | LinkArguments
  | StopArguments
  | McpArguments
  | ToggleArguments
  | { readonly command: 'help' }
  | { readonly command: 'version' };

const options = {
  message: { type: 'string', short: 'm' },
  model: { type: 'string' },
  workspace: { type: 'string' },
  session: { type: 'string' },
  allow: { type: 'string', multiple: true },
  json: { type: 'boolean' },
  fix: { type: 'boolean' },
  days: { type: 'string' },
  list: { type: 'boolean' },
  check: { type: 'string' },
  format: { type: 'string' },
  out: { type: 'string', short: 'o' },
  'dry-run': { type: 'boolean' },
  as: { type: 'string' },
  access: { type: 'string' },
  network: { type: 'boolean' },
  why: { type: 'string' },
  everywhere: { type: 'boolean' },
  yes: { type: 'boolean', short: 'y' },
  'data-dir': { type: 'string' },
  toggle: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
} as const;
type OptionName = keyof typeof options;

const commandNames = [
  ...([
    'chat',
    'doctor',
    'link',
    'usage',
    'permissions',
    'backup',
    'restore',
    'export',
    'import',
    'mcp',
    'stop',
  ] as const),
] as const;
type CommandName = (typeof commandNames)[number];
/** Commands that are told by a word of its own what they are about. */
const subjectOf: Partial<Readonly<Record<CommandName, string>>> = { restore: 'FILE', import: 'FILE' };
const optionsOf: Readonly<Record<CommandName, readonly OptionName[]>> = {
  link: ['data-dir'],
  stop: ['json', 'data-dir'],
  chat: ['message', 'model', 'workspace', 'session', 'allow', 'json', 'data-dir'],
  doctor: ['json', 'fix', 'data-dir'],
  usage: ['json', 'days', 'data-dir'],
  permissions: ['json', 'workspace', 'as', 'access', 'network', 'why', 'everywhere', 'yes', 'data-dir'],
  backup: ['json', 'list', 'check', 'data-dir'],
  restore: ['json', 'data-dir'],
  export: ['format', 'session', 'out', 'json', 'data-dir'],
  import: ['dry-run', 'json', 'data-dir'],
  mcp: ['workspace', 'data-dir'],
};

function read(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true, strict: true });
  } catch (error) {
    // Node says which word it is and quotes it; its first sentence is enough.
    const [sentence = ''] = (error instanceof Error ? error.message : '').split('. ');
    throw usage('usage_option', `${sentence.replace(/\.$/, '')}. Run limpet --help.`, sentence);
  }
}

function isAllowed(word: string): word is AllowedEffect {
  return word === 'write' || word === 'execute' || word === 'network';
}

function readAllow(lists: readonly string[]): ReadonlySet<AllowedEffect> {
  const words = lists
    .flatMap((list) => list.split(','))
    .map((word) => word.trim())
    .filter((word) => word !== '');
  const allowed = words.filter(isAllowed);
  const unknown = words.find((word) => !isAllowed(word));
  if (unknown !== undefined)
    throw usage('usage_allow', `--allow takes write, execute and network, not ${unknown}.`, unknown);
  return new Set(allowed);
}

const formats = { markdown: 'markdown', md: 'markdown', json: 'json', html: 'html' } as const;

function readFormat(word = 'json'): ExportArguments['format'] {
  if (Object.hasOwn(formats, word)) return formats[word as keyof typeof formats]; // a name of its own
  throw usage('usage_format', `--format takes markdown, json and html, not ${word}.`, word);
}

function refuseStrangers(command: CommandName, given: Readonly<Record<string, unknown>>): void {
  const stranger = Object.keys(given).find((name) => !optionsOf[command].some((known) => known === name));
  if (stranger !== undefined)
    throw usage('usage_stranger', `limpet ${command} knows no --${stranger}. Run limpet --help.`, stranger);
}

const usualDays = 30;
const mostDays = 92;

function readDays(word: string | undefined): number {
  if (word === undefined) return usualDays;
  const days = /^\d{1,2}$/.test(word) ? Number(word) : 0;
  if (days >= 1 && days <= mostDays) return days;
  throw usage('usage_days', `--days takes a number from 1 to ${mostDays}, not ${word}.`, word);
}

/** Throws `invalid_input`; `details.reason` is a key of the catalogue's domain `cli`, `facts.word` what it names. */
export function parseArguments(argv: readonly string[]): Arguments {
  const { values, positionals } = read(argv);
  if (values.help === true) return { command: 'help' };
  if (values.version === true) return { command: 'version' };
  const [command, ...rest] = positionals;
  if (values.toggle === true && command === undefined) {
    const { toggle: _toggle, 'data-dir': _folder, ...strangers } = values;
    const [stranger] = Object.keys(strangers);
    if (stranger !== undefined)
      throw usage('usage_stranger', `limpet --toggle knows no --${stranger}. Run limpet --help.`, stranger);
    return { command: 'toggle', dataFolder: values['data-dir'] };
  }
  if (command === undefined || command === 'help') return { command: 'help' };
  const name = commandNames.find((each) => each === command);
  if (name === undefined) throw usage('usage_command', `There is no command ${command}. Run limpet --help.`, command);
  if (name === 'permissions') {
    refuseStrangers(name, values);
    return readPermissions(rest, values);
  }
  const [subject, extra] = subjectOf[name] === undefined ? ['', ...rest] : rest;
  if (subject === undefined)
    throw usage(
      'usage_subject',
      `limpet ${name} needs a word more. Run limpet --help.`,
      `limpet ${name} ${subjectOf[name]}`,
    );
  if (extra !== undefined)
    throw usage('usage_extra', `One word too many: ${extra}. Put a message of several words into quotes.`, extra);
  refuseStrangers(name, values);
  return argumentsOf(name, { subject, values });
}

function argumentsOf(
  command: Exclude<CommandName, 'permissions'>,
  { subject, values }: { subject: string; values: ReturnType<typeof read>['values'] },
): Arguments {
  const json = values.json === true;
  const dataFolder = values['data-dir'];
  switch (command) {
    case 'link':
      return { command, dataFolder };
    case 'stop':
      return { command, json, dataFolder };
    case 'mcp':
      return { command, workspace: values.workspace, dataFolder };
    case 'doctor':
      return { command, json, fix: values.fix === true, dataFolder };
    case 'usage':
      return { command, json, days: readDays(values.days), dataFolder };
    case 'backup':
      return { command, json, list: values.list === true, check: values.check, dataFolder };
    case 'restore':
      return { command, file: subject, json, dataFolder };
    case 'export':
      return { command, format: readFormat(values.format), session: values.session, out: values.out, json, dataFolder };
    case 'import':
      return { command, path: subject, dryRun: values['dry-run'] === true, json, dataFolder };
    case 'chat':
      return {
        command,
        message: values.message,
        model: values.model,
        workspace: values.workspace,
        session: values.session,
        allow: readAllow(values.allow ?? []),
        json,
        dataFolder,
      };
  }
}
