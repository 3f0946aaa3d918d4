// How far one answer may go, and how long a question waits.
import { Card } from '#renderer/ui/display/card.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { SettingField } from '../fields/setting-field.tsx';
import type { SettingsWriter } from '../settings-writer.ts';

const limits = ['limits.stepsPerTurn', 'limits.tokensPerTurn', 'limits.costUsdPerTurn', 'limits.minutesPerTurn'];

export function LimitsCard({ writer }: { readonly writer: SettingsWriter }) {
  const { t } = useText();
  return (
    <Card title={t('settings.limits_title')} detail={t('settings.limits_text')}>
      <div className="grid gap-4 grid-cols-[repeat(auto-fit,minmax(min(100%,16rem),1fr))]">
        {limits.map((path) => (
          <SettingField key={path} path={path} writer={writer} />
        ))}
      </div>
    </Card>
  );
}

export function ApprovalTimeoutCard({ writer }: { readonly writer: SettingsWriter }) {
  return (
    <Card>
      <div className="grid gap-4 grid-cols-[repeat(auto-fit,minmax(min(100%,16rem),1fr))]">
        <SettingField path="approvalMinutes" writer={writer} />
      </div>
    </Card>
  );
}
