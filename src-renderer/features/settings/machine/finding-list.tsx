// What the doctor found, one sentence each, worst first, with a button where something can be done about it.
import { CircleAlert, CircleCheck, TriangleAlert, Wrench } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ErrorData } from '#main/contract/errors.ts';
import type { Finding } from '#main/contract/system.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { type Tone, toneInk } from '#renderer/ui/display/tone.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { Failure } from '../failure.tsx';
import type { SettingsSection } from '../sections.ts';

export type FindingListProps = {
  readonly findings: readonly Finding[];
  readonly onSection?: (section: SettingsSection) => void;
  readonly fixing?: Fixing;
};
/** How findings are mended, and what became of the last try. */
export type Fixing = {
  readonly onFix: (finding: Finding) => void;
  /** The finding that is being mended. */
  readonly runningId: string | undefined;
  readonly failed: { readonly id: string; readonly error: ErrorData } | undefined;
  readonly isOffline: boolean;
};

const marks: Readonly<Record<Finding['state'], { readonly tone: Tone; readonly icon: ReactNode }>> = {
  ok: { tone: 'done', icon: <CircleCheck aria-hidden="true" /> },
  warning: { tone: 'ask', icon: <TriangleAlert aria-hidden="true" /> },
  error: { tone: 'stop', icon: <CircleAlert aria-hidden="true" /> },
};
const worstFirst: readonly Finding['state'][] = ['error', 'warning', 'ok'];
/** Where to look for findings whose check names no place itself. */
const helpful: readonly (readonly [RegExp, SettingsSection])[] = [
  [/^secrets/, 'secrets'],
  [/^model/, 'models'],
  [/^sandbox/, 'permissions'],
  [/^(data-folder|space|database|backup)/, 'data'],
];

export function FindingList({ findings, onSection, fixing }: FindingListProps) {
  const sorted = findings.toSorted((a, b) => worstFirst.indexOf(a.state) - worstFirst.indexOf(b.state));
  return (
    <ul className="divide-y divide-edge">
      {sorted.map((finding) => (
        <FindingRow
          key={`${finding.id}:${finding.key}`}
          finding={finding}
          {...(onSection === undefined ? {} : { onSection })}
          {...(fixing === undefined ? {} : { fixing })}
        />
      ))}
    </ul>
  );
}

type FindingRowProps = Omit<FindingListProps, 'findings'> & { readonly finding: Finding };

function FindingRow({ finding, onSection, fixing }: FindingRowProps) {
  const { t } = useText();
  const { id, state, fix } = finding;
  const mark = marks[state];
  const helps = helpful.find(([pattern]) => pattern.test(id))?.[1];
  const section = fix?.type === 'open' ? fix.section : helps;
  const canFix = state !== 'ok' && fix?.type === 'apply' && fixing !== undefined;
  return (
    <li className="flex flex-col gap-1 py-2">
      <div className="flex flex-wrap items-start gap-x-3 gap-y-1.5">
        <span className={`flex pt-0.5 ${toneInk[mark.tone]}`}>{mark.icon}</span>
        <span className="sr-only">{t(`settings.doctor_${state}`)}: </span>
        <span className="min-w-60 flex-1 text-pretty wrap-anywhere">{t(finding.key, finding.params)}</span>
        {state !== 'ok' && section !== undefined && onSection !== undefined && (
          <Button size="sm" variant={canFix ? 'plain' : 'outline'} onClick={() => onSection(section)}>
            {t(`settings.section_${section}`)}
          </Button>
        )}
        {canFix && (
          <Button
            size="sm"
            icon={<Wrench aria-hidden="true" />}
            busy={fixing.runningId === id}
            disabled={fixing.isOffline || fixing.runningId !== undefined}
            onClick={() => fixing.onFix(finding)}
          >
            {t(fix.key)}
          </Button>
        )}
      </div>
      {fixing?.failed?.id === id && <Failure error={fixing.failed.error} />}
    </li>
  );
}
