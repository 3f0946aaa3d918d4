// Every slash command, once: composer, palette and command line read this list.
import type { SlashCommand } from '#main/contract/commands.ts';

const names = [
  'new',
  'rename',
  'model',
  'workspace',
  'compact',
  'undo-compaction',
  'stop',
  'continue',
  'regenerate',
  'search',
  'settings',
  'help',
] as const;
export type CommandName = (typeof names)[number];

/** Carried out by the surface itself: they open something. */
const onSurface: ReadonlySet<CommandName> = new Set(['search', 'settings', 'help']);
const withArgument: ReadonlySet<CommandName> = new Set(['rename', 'model', 'workspace', 'search']);

/** Keys of the catalogue: `commands.rename_title`, `commands.rename_description`, `commands.rename_argument`. */
export const slashCommands: readonly (SlashCommand & { readonly name: CommandName })[] = names.map((name) => {
  const key = `commands.${name.replaceAll('-', '_')}`;
  return {
    name,
    title: `${key}_title`,
    description: `${key}_description`,
    ...(withArgument.has(name) ? { argument: `${key}_argument` } : {}),
    where: onSurface.has(name) ? 'client' : 'server',
  };
});

/** Undefined for a name that is not in the list; a leading slash and capitals are forgiven. */
export function findCommand(name: string): CommandName | undefined {
  const plain = name.replace(/^\//, '').toLowerCase();
  return names.find((known) => known === plain);
}
