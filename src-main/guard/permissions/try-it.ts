// "What would happen if": a command, a path, a host or a tool, decided by the very code that decides calls.
import { isAbsolute, join, normalize } from 'node:path';
import type { SessionId } from '#main/contract/ids.ts';
import type { Effect, Shown } from '#main/contract/messages.ts';
import type { Mode, ModeName, Trial, Verdict } from '#main/contract/permissions.ts';
import type { Store } from '#main/platform/store/port.ts';
import { type DecideDeps, decide } from './decision/decide.ts';
import type { ModeDesk } from './modes/mode-desk.ts';
import { commandEffects, commandShown } from './port/plan-command.ts';
import type { ShellReader } from './port.ts';
import { isWithin } from './rules/paths.ts';
import { hostOf } from './rules/patterns.ts';

export type TrialsDeps = DecideDeps & {
  readonly shell: ShellReader;
  readonly modes: Pick<ModeDesk, 'state'>;
  readonly usual: () => Exclude<ModeName, 'trusted'>;
  readonly sessions: Pick<Store['sessions'], 'get'>;
  readonly platform: string;
};

export type TrialPlace = { readonly workspace: string; readonly sessionId?: SessionId | undefined };

export interface Trials {
  tryIt(trial: Trial, place: TrialPlace): Promise<Verdict>;
}

type Planned = { readonly tool: string; readonly effects: Effect[]; readonly shown: Shown; readonly canUndo: boolean };

const text = (shown: string): Shown => ({ type: 'text', text: shown });

function planPath({ path, access }: Extract<Trial, { type: 'path' }>, o: { workspace: string; home: string }): Planned {
  const written = path === '~' || path.startsWith('~/') ? join(o.home, path.slice(1)) : path;
  const whole = normalize(isAbsolute(written) ? written : join(o.workspace, written)).replace(/(?<=.)\/+$/, '');
  const insideWorkspace = isWithin(whole, o.workspace);
  const target = insideWorkspace ? whole.slice(o.workspace.length).replace(/^[\\/]/, '') || '.' : whole;
  const effect: Effect =
    access === 'read'
      ? { type: 'read', target, insideWorkspace }
      : { type: 'write', target, insideWorkspace, ...(access === 'delete' ? { delete: true } : {}) };
  const tool = { read: 'read_file', write: 'write_file', delete: 'delete_file' }[access];
  return { tool, effects: [effect], shown: text(path), canUndo: insideWorkspace };
}

export function createTrials(d: TrialsDeps): Trials {
  const plan = async (trial: Trial, workspace: string): Promise<Planned> => {
    switch (trial.type) {
      case 'command': {
        const { command, network } = trial;
        const script = await d.shell.read(command, { cwd: workspace });
        const effects = commandEffects(command, { script, network, workspace, deleted: () => undefined });
        const shown = commandShown({
          ...{ script, shell: ['bash', '-c'], command, cwd: workspace, network },
          ...{ sandbox: d.tier(), timeoutMs: 120_000, scripts: [] },
        });
        return { tool: 'run_command', effects, shown, canUndo: false };
      }
      case 'path':
        return planPath(trial, { workspace, home: d.home });
      case 'host': {
        const host = hostOf(trial.host);
        const url = URL.parse(/:\/\//.test(trial.host) ? trial.host : `https://${trial.host}`);
        const target = host === undefined || url === null ? trial.host : url.origin;
        return { tool: 'web_fetch', effects: [{ type: 'network', target }], shown: text(trial.host), canUndo: false };
      }
      case 'tool':
        // What a tool does is known only with what it is asked for; without, it is taken for something that runs.
        return {
          ...{ tool: trial.tool, shown: text(trial.tool), canUndo: false },
          effects: [{ type: 'execute', target: trial.tool }],
        };
    }
  };
  return {
    async tryIt(trial, { workspace, sessionId }) {
      const planned = await plan(trial, workspace);
      const mode: Mode = sessionId === undefined ? { type: d.usual() } : (await d.modes.state(sessionId)).mode;
      const { answer, reasons } = await decide(
        {
          ...planned,
          ...{ workspace, sessionId, mode, taint: { type: 'free' }, isGranted: false },
          policy: { allow: [], interactive: true },
        },
        d,
      );
      const commands = planned.effects.find((effect) => effect.type === 'execute')?.command;
      return { answer, reasons: [...reasons], ...(commands === undefined ? {} : { commands }) };
    },
  };
}
