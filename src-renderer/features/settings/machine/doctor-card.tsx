// The doctor: what it found, buttons that mend, and another look.
import { RefreshCw } from 'lucide-react';
import { useCallback, useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import { type ErrorData, isCancelled, toErrorData } from '#main/contract/errors.ts';
import type { Finding } from '#main/contract/system.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { Busy } from '#renderer/ui/display/busy.tsx';
import { Card } from '#renderer/ui/display/card.tsx';
import { useToast } from '#renderer/ui/overlays/toast.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { Failure } from '../failure.tsx';
import type { SettingsSection } from '../sections.ts';
import { FindingList } from './finding-list.tsx';
import { useFetched } from './use-fetched.ts';

export type DoctorCardProps = {
  readonly client: LimpetClient;
  readonly isOffline: boolean;
  readonly onSection: (section: SettingsSection) => void;
};

export function DoctorCard({ client, isOffline, onSection }: DoctorCardProps) {
  const { t } = useText();
  const showToast = useToast();
  const examine = useCallback(async () => (await client.system.doctor({})).findings, [client]);
  const doctor = useFetched(examine, true);
  const [runningId, setRunningId] = useState<string>();
  const [failed, setFailed] = useState<{ id: string; error: ErrorData }>();
  const fix = async (finding: Finding) => {
    setRunningId(finding.id);
    setFailed(undefined);
    try {
      const { findings } = await client.system.fix({ findingId: finding.id });
      doctor.take(findings);
      const isLeft = findings.some((one) => one.id === finding.id && one.state !== 'ok');
      const done = finding.fix?.type === 'apply' ? t(`${finding.fix.key}_done`) : '';
      showToast(isLeft ? { text: t('settings.fix_no_help'), tone: 'stop' } : { text: done });
    } catch (error) {
      if (!isCancelled(error)) setFailed({ id: finding.id, error: toErrorData(error) });
    } finally {
      setRunningId(undefined);
    }
  };
  return (
    <Card
      title={t('settings.doctor_title')}
      action={
        <Button
          size="sm"
          icon={<RefreshCw aria-hidden="true" />}
          busy={doctor.isLoading}
          disabled={runningId !== undefined}
          onClick={doctor.load}
        >
          {t('settings.doctor_again')}
        </Button>
      }
    >
      <Failure error={doctor.error} />
      {doctor.data === undefined && doctor.isLoading && <Busy text={t('settings.doctor_running')} />}
      {doctor.data !== undefined && (
        <FindingList
          findings={doctor.data}
          onSection={onSection}
          fixing={{ onFix: (finding) => void fix(finding), runningId, failed, isOffline }}
        />
      )}
    </Card>
  );
}
