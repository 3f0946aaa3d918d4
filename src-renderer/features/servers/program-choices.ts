// What a person decides about a program besides its command: what it may reach, and where each of its keys goes.
import { McpHost, type McpProposal, type McpTransport, type McpValue } from '#main/contract/mcp.ts';

export type Program = Extract<McpTransport, { type: 'stdio' }>;
export const reaches = ['none', 'hosts', 'public', 'direct'] as const;
export type Reach = (typeof reaches)[number];

export type KeyChoice = {
  /** Empty: not chosen yet, so nothing can be added. */
  readonly way: '' | 'proxy' | 'self';
  readonly host: string;
  readonly header: string;
  /** Empty: as the proposal has it, or as it is stored. */
  readonly value: string;
};
export type Choices = {
  readonly reach: Reach;
  readonly hosts: string;
  readonly keys: Readonly<Record<string, KeyChoice>>;
};

const secretsOf = (program: Program) => program.env.filter(({ secret }) => secret);
const linesOf = (text: string) =>
  text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim().toLowerCase()]));

/** The safest that can work is chosen already; of a key that nobody knows, the person says where it goes. */
export function choicesOf(program: Program, stored: Program | undefined): Choices {
  const { network, direct, hosts } = program;
  const keys = secretsOf(program).map(({ name, into }) => {
    const isStored = stored?.env.some((one) => one.secret && one.name === name) === true;
    const way = into !== undefined ? 'proxy' : isStored ? 'self' : '';
    return [name, { way, host: into?.host ?? '', header: into?.header ?? 'authorization', value: '' }] as const;
  });
  const reach = !network ? 'none' : direct === true ? 'direct' : hosts === undefined ? 'public' : 'hosts';
  return { reach, hosts: (hosts ?? []).join('\n'), keys: Object.fromEntries(keys) };
}

const isHost = (text: string) => McpHost.safeParse(text).success;
export const badHosts = ({ hosts }: Choices): readonly string[] => linesOf(hosts).filter((host) => !isHost(host));

function chosen(one: McpValue, choice: KeyChoice | undefined): McpValue {
  const { into: _into, ...rest } = one;
  if (choice === undefined) return one;
  const value = choice.value === '' ? {} : { value: choice.value };
  const host = choice.host.trim().toLowerCase();
  const isWhole = choice.way === 'proxy' && isHost(host);
  return { ...rest, ...value, ...(isWhole ? { into: { host, header: choice.header.trim().toLowerCase() } } : {}) };
}

export function withChoices(program: Program, choices: Choices): Program {
  const { hosts: _hosts, direct: _direct, ...rest } = program;
  const { reach } = choices;
  const env = program.env.map((one) => chosen(one, one.secret ? choices.keys[one.name] : undefined));
  const wanted = env.flatMap(({ into }) => into?.host ?? []);
  const named = [...new Set([...linesOf(choices.hosts).filter(isHost), ...wanted])];
  return {
    ...{ ...rest, env, network: reach !== 'none' },
    ...(reach === 'hosts' ? { hosts: named } : {}),
    ...(reach === 'direct' ? { direct: true } : {}),
  };
}

/** A key that goes in on the way needs a way. */
export function withKey(choices: Choices, name: string, change: Partial<KeyChoice>): Choices {
  const before = choices.keys[name];
  if (before === undefined) return choices;
  const reach = change.way === 'proxy' && choices.reach !== 'public' ? 'hosts' : choices.reach;
  return { ...choices, reach, keys: { ...choices.keys, [name]: { ...before, ...change } } };
}

export function isDecided(choices: Choices): boolean {
  const keys = Object.values(choices.keys);
  const hasWay = choices.reach === 'hosts' || choices.reach === 'public';
  const isSettled = ({ way, host, header }: KeyChoice) =>
    way === 'self' ||
    (way === 'proxy' && hasWay && isHost(host.trim().toLowerCase()) && /^[a-z0-9-]+$/i.test(header.trim()));
  return keys.every(isSettled) && (choices.reach !== 'hosts' || badHosts(choices).length === 0);
}

/** Keys that the person types here: those of which neither the proposal nor its inputs say a value. */
export const isTyped = ({ value }: McpValue) => value === undefined;

/** Keys that become words of the command line, where no proxy can put them in. */
export function inArguments({ transport, inputs }: McpProposal): McpProposal['inputs'] {
  if (transport.type !== 'stdio') return [];
  const words = [transport.command, ...transport.args].join('\n');
  return inputs.filter(({ id, secret }) => secret && words.includes(`$\u007binput:${id}}`));
}
