// A call taken apart into what can be decided one by one: a path, a command, a host, a recipient, a device.
import { isAbsolute, join, normalize } from 'node:path';
import { type Effect, isNote, type Shown } from '#main/contract/messages.ts';
import { foldPath } from '../rules/paths.ts';
import { type Host, hostOf } from '../rules/patterns.ts';
import { type CommandPath, commandPaths } from '../shell/command-paths.ts';

type Base = { readonly effect: Effect; readonly target: string };
export type Atom = Base &
  (
    | { readonly type: 'path'; readonly path: string; readonly access: 'read' | 'write' }
    | {
        readonly type: 'command';
        readonly argv: readonly string[];
        /** Places that its words may name. */
        readonly paths: readonly CommandPath[];
      }
    /** Something runs, and nobody knows what: a script that is not wholly understood, a foreign tool. */
    | { readonly type: 'script' }
    /** Without a host: anywhere. */
    | { readonly type: 'network'; readonly host: Host | undefined }
    | { readonly type: 'message'; readonly channel: string; readonly peer: string }
    | { readonly type: 'device'; readonly identity: string; readonly access: 'read' | 'write' }
    /** One of the person's notes, written or thrown away. */
    | { readonly type: 'note' }
    /** Chats, the clock, a process of ours; a change of Limpet's own rules. */
    | { readonly type: 'other' }
  );

type Call = { readonly effects: readonly Effect[]; readonly shown: Shown; readonly workspace: string };

function commandAtoms(effect: Effect, { shown, workspace }: Call): Atom[] {
  const { command } = effect;
  if (command === undefined || command.length === 0) return [{ type: 'script', effect, target: effect.target }];
  const steps = shown.type === 'argv' ? (shown.commands ?? []) : [];
  const base = shown.type === 'argv' ? shown.cwd : workspace;
  return command.map((argv, index) => {
    const cwd = steps[index]?.cwd ?? base;
    return {
      ...{ type: 'command', effect, argv, target: argv.join(' ') },
      paths: commandPaths(argv, { cwd, workspace, isAlone: command.length === 1 }),
    } as const;
  });
}

function pathAtom(effect: Effect, access: 'read' | 'write', workspace: string): Atom {
  if (access === 'write' && isNote(effect))
    return { type: 'note', effect, target: effect.sample?.[0] ?? effect.target };
  // Without a word on the workspace it is no path: the person's chats, the clock.
  if (effect.insideWorkspace === undefined) return { type: 'other', effect, target: effect.target };
  const path = isAbsolute(effect.target) ? normalize(effect.target) : join(workspace, effect.target);
  return { type: 'path', effect, target: effect.target, path: path.replaceAll('\\', '/'), access };
}

function atomsOf(effect: Effect, call: Call): Atom[] {
  const { target } = effect;
  switch (effect.type) {
    case 'read':
    case 'write':
      return [pathAtom(effect, effect.type, call.workspace)];
    case 'execute':
      return commandAtoms(effect, call);
    case 'network':
      return [{ type: 'network', effect, target, host: target === '*' ? undefined : hostOf(target) }];
    case 'message': {
      const [channel = '', ...rest] = target.split('/');
      return [{ type: 'message', effect, target, channel, peer: effect.recipient ?? rest.join('/') }];
    }
    case 'device':
      return [{ type: 'device', effect, target, identity: target, access: effect.access ?? 'write' }];
    case 'policy':
      return [{ type: 'other', effect, target }];
  }
}

export const atomize = (call: Call): Atom[] => call.effects.flatMap((effect) => atomsOf(effect, call));

/**
 * Reading the workspace, one's own chats or the clock; only a read that says it lies outside is not free. So is what a device
 * says: nobody is listened to before the person has allowed it by hand, on the page Devices.
 */
export const isFree = (atom: Atom): boolean =>
  (atom.type === 'device' && atom.access === 'read') ||
  (atom.effect.type === 'read' && atom.effect.insideWorkspace !== false && atom.type !== 'command');

export const samePath = (a: string, b: string): boolean => foldPath(a) === foldPath(b);
