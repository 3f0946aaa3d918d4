// The words after `limpet permissions`: list the rules, try something, add a rule, take one away.
import type { Trial } from '#main/contract/permissions.ts';
import { RuleAnswer } from '#main/contract/policy.ts';
import { draftOf, type RuleForm, splitWords, trialKinds, trialOf } from '#main/contract/rule-draft.ts';
import { usage } from './usage-error.ts';

export type PermissionsAction =
  | { readonly type: 'list' }
  | { readonly type: 'try'; readonly trial: Trial }
  /** Without the folder, which is known later. */
  | { readonly type: 'add'; readonly form: RuleForm }
  | { readonly type: 'remove'; readonly id: string };

export type PermissionsArguments = {
  readonly command: 'permissions';
  readonly action: PermissionsAction;
  /** Undefined: the current folder. */
  readonly workspace: string | undefined;
  /** A new rule holds in every folder. */
  readonly isEverywhere: boolean;
  /** What widens is not asked about. */
  readonly yes: boolean;
  readonly json: boolean;
  readonly dataFolder: string | undefined;
};

export type PermissionsOptions = {
  readonly json?: boolean | undefined;
  readonly workspace?: string | undefined;
  readonly as?: string | undefined;
  readonly access?: string | undefined;
  readonly network?: boolean | undefined;
  readonly why?: string | undefined;
  readonly everywhere?: boolean | undefined;
  readonly yes?: boolean | undefined;
  readonly 'data-dir'?: string | undefined;
};

const kinds = ['command', 'path', 'host', 'tool'] as const;
type Kind = (typeof kinds)[number];
const needs = (word: string) => usage('usage_subject', `limpet permissions needs a word more: ${word}`, word);

/** An address is a host, a word that begins as a path does is one, everything else would be typed into a shell. */
function kindOf(text: string, as: string | undefined): Kind {
  const named = trialKinds.find((kind) => kind === as);
  if (named !== undefined) return named;
  if (as !== undefined) throw usage('usage_as', `--as takes command, path, host and tool, not ${as}.`, as);
  if (/^[a-z][a-z0-9+.-]*:\/\/\S+$/i.test(text)) return 'host';
  return /^(?:\.{1,2}|~)?\/[^\s]*$|^[a-z]:[\\/]\S*$/i.test(text) ? 'path' : 'command';
}

function accessOf<A extends string>(word: string | undefined, allowed: readonly [A, ...A[]]): A {
  if (word === undefined) return allowed[0];
  const found = allowed.find((access) => access === word);
  if (found === undefined) throw usage('usage_access', `--access takes ${allowed.join(', ')}, not ${word}.`, word);
  return found;
}

function readTry(words: readonly string[], o: PermissionsOptions): PermissionsAction {
  const [text, extra] = words;
  if (text === undefined) throw needs('limpet permissions try "…"');
  if (extra !== undefined) throw usage('usage_extra', `One word too many: ${extra}.`, extra);
  const access = accessOf(o.access, ['read', 'write', 'delete']);
  const trial = trialOf({ kind: kindOf(text, o.as), text, access, network: o.network === true });
  if (trial === undefined) throw needs('limpet permissions try "…"');
  return { type: 'try', trial };
}

/** The shell has split a command already; one word with spaces in it was put into quotes as a whole. */
const typedCommand = (words: readonly string[]): string => {
  const [only = '', ...more] = words;
  const argv = more.length === 0 ? splitWords(only) : words;
  return argv.map((word) => `'${word.replaceAll("'", `'"'"'`)}'`).join(' ');
};

function readAdd([answer, kind, ...words]: readonly string[], o: PermissionsOptions): PermissionsAction {
  const usual = 'limpet permissions add allow|ask|deny command|path|host|tool …';
  const given = RuleAnswer.safeParse(answer).data;
  const about = kinds.find((each) => each === kind);
  const [first, extra] = words;
  if (given === undefined || about === undefined || first === undefined) throw needs(usual);
  if (about !== 'command' && extra !== undefined) throw usage('usage_extra', `One word too many: ${extra}.`, extra);
  const pattern = about === 'command' ? typedCommand(words) : first;
  const form: RuleForm = {
    ...{ answer: given, kind: about, pattern, access: accessOf(o.access, ['any', 'read', 'write']) },
    ...{ effect: 'read', why: o.why ?? '', workspace: '' },
  };
  if (draftOf(form) === undefined) throw needs(usual);
  return { type: 'add', form };
}

function readAction([action = 'list', ...words]: readonly string[], o: PermissionsOptions): PermissionsAction {
  const [first, extra] = words;
  switch (action) {
    case 'list':
      if (first !== undefined) throw usage('usage_extra', `One word too many: ${first}.`, first);
      return { type: 'list' };
    case 'try':
      return readTry(words, o);
    case 'add':
      return readAdd(words, o);
    case 'remove':
      if (first === undefined) throw needs('limpet permissions remove ID');
      if (extra !== undefined) throw usage('usage_extra', `One word too many: ${extra}.`, extra);
      return { type: 'remove', id: first };
    default:
      throw usage('usage_permissions', `limpet permissions takes list, try, add and remove, not ${action}.`, action);
  }
}

/** Throws as `parseArguments` does. */
export function readPermissions(words: readonly string[], o: PermissionsOptions): PermissionsArguments {
  return {
    ...{ command: 'permissions', action: readAction(words, o), workspace: o.workspace },
    ...{ isEverywhere: o.everywhere === true, yes: o.yes === true, json: o.json === true, dataFolder: o['data-dir'] },
  };
}
