// One text to hand to whoever helps, in parts that a person can read first. No message text, no secrets, no home folder.

import { logLineText } from '#main/contract/log-line.ts';
import { type Settings, type SettingsSources, settingList, valueAt } from '#main/contract/settings.ts';
import type { Finding, LogEntry, SystemState } from '#main/contract/system.ts';
import type { Redactor } from '#main/platform/base/log.ts';
import type { Store } from '#main/platform/store/port.ts';

export type DiagnosticsParts = {
  readonly madeAt: number;
  readonly state: SystemState;
  readonly versions: Readonly<Record<string, string>>;
  readonly settings: Settings;
  readonly sources: SettingsSources;
  readonly counts: Awaited<ReturnType<Store['counts']>> | undefined;
  readonly findings: readonly Finding[];
  readonly log: readonly LogEntry[];
};
export type DiagnosticsRules = { readonly redactor: Redactor; readonly home: string };

function hideHome(text: string, home: string): string {
  return home.length < 2 ? text : text.replaceAll(home, '~').replaceAll(JSON.stringify(home).slice(1, -1), '~');
}

/** `limits.stepsPerTurn 50 (default)`; of what is read at the start, also what a restart would change. */
function settingLines({ settings, sources }: DiagnosticsParts): string[] {
  return settingList.map(({ path, scope }) => {
    const value = valueAt(scope === 'person' ? settings : sources.start, path);
    const next = scope === 'start' ? valueAt(sources.next, path) : value;
    const { source, name } = sources.origins[path] ?? { source: 'default' };
    const later = JSON.stringify(next) === JSON.stringify(value) ? '' : `, after a restart ${JSON.stringify(next)}`;
    const from = name === undefined || name === source ? source : `${source} ${name}`;
    return `${path} ${value === undefined ? 'not set' : JSON.stringify(value)} (${from})${later}`;
  });
}

function sandboxLines({ sandbox }: SystemState): string[] {
  return [
    `tier ${sandbox.tier}, ${sandbox.reason}`,
    ...sandbox.probes.map(
      ({ id, refused, note }) => `${refused ? 'refused' : 'GOT THROUGH'} ${id}${note ? `: ${note}` : ''}`,
    ),
  ];
}

const part = (title: string, lines: readonly string[]) => [`## ${title}`, ...lines, ''];

export function writeDiagnostics(parts: DiagnosticsParts, { redactor, home }: DiagnosticsRules): string {
  const { state, counts } = parts;
  const lines = [
    `Limpet ${state.version}, ${state.host}, ${state.platform}`,
    `made ${new Date(parts.madeAt).toISOString()}`,
    `data folder ${state.dataFolder}`,
    `secrets ${state.secrets.protection}, ${state.secrets.state}`,
    counts === undefined
      ? 'database not readable'
      : `database schema ${counts.schema}, ${counts.sessions} sessions, ${counts.messages} messages, ${counts.sizeBytes} bytes`,
    '',
    ...part(
      'Versions',
      Object.entries(parts.versions).map(([name, version]) => `${name} ${version}`),
    ),
    ...part(
      'Findings',
      parts.findings.map((one) => `${one.state} ${one.id}: ${one.key} ${JSON.stringify(one.params)}`),
    ),
    ...part('Sandbox', sandboxLines(state)),
    ...part('Settings', settingLines(parts)),
    ...part(`Last ${parts.log.length} log lines`, parts.log.map(logLineText)),
  ];
  return `${redactor.text(hideHome(lines.join('\n'), home)).trimEnd()}\n`;
}
