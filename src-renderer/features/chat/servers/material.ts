// What servers have for a message: prompts under a slash, resources to attach. Their words are theirs, not the person's.
import type { SlashCommand } from '#main/contract/commands.ts';
import type { McpPrompt, McpServerId } from '#main/contract/mcp.ts';
import { visibleLine } from '#main/contract/shown-text.ts';

export type Material = { readonly prompts: readonly McpPrompt[]; readonly resources: readonly McpServerId[] };
export const noMaterial: Material = { prompts: [], resources: [] };

/** Two prompts never share one: what had to be changed gets a number. */
export function promptCommands({
  prompts,
}: Material): ReadonlyMap<string, { command: SlashCommand; prompt: McpPrompt }> {
  const commands = new Map<string, { command: SlashCommand; prompt: McpPrompt }>();
  for (const prompt of prompts) {
    const plain = `${prompt.serverId}__${prompt.name}`.replaceAll(/[^\w-]/g, '_').slice(0, 80);
    let name = plain;
    for (let n = 2; commands.has(name); n += 1) name = `${plain}_${n}`;
    const description = visibleLine(prompt.description ?? prompt.name);
    commands.set(name, { prompt, command: { name, title: name, description, where: 'client' } });
  }
  return commands;
}

/** Of a template, what stands in braces: `{path}`, `{+path}`, `{?a,b}`. */
export function templateNames(uri: string): readonly string[] {
  const names = [...uri.matchAll(/\{[+#./;?&]?([^{}]+)\}/g)].flatMap(([, inner = '']) => inner.split(','));
  return [...new Set(names.map((name) => name.replace(/(\*|:\d+)$/, '')))];
}

/** Each value is one piece of the address, whatever is in it; `{?a,b}` becomes a query. */
export function fillTemplate(uri: string, values: Readonly<Record<string, string>>): string {
  return uri.replaceAll(/\{([+#./;?&]?)([^{}]+)\}/g, (_all, sign: string, inner: string) => {
    const names = inner.split(',').map((name) => name.replace(/(\*|:\d+)$/, ''));
    const encode = sign === '+' || sign === '#' ? encodeURI : encodeURIComponent;
    const pairs = sign === '?' || sign === '&' || sign === ';';
    const pieces = names.map((name) => (pairs ? `${name}=` : '') + encode(values[name] ?? ''));
    const between = sign === '?' || sign === '&' ? '&' : sign === '/' || sign === '.' || sign === ';' ? sign : ',';
    const before = sign === '+' ? '' : sign;
    return before + pieces.join(between);
  });
}

/** A name for the file that carries it. */
export function fileNameOf(server: string, name: string): string {
  const plain = name.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^[-.]+|-+$/g, '');
  const short = plain.slice(-80).replace(/^-+/, '');
  return `${server}-${short === '' ? 'text' : short}${/\.\w{1,5}$/.test(short) ? '' : '.txt'}`;
}
