// What models took and how far they may go: today against its caps, the days, models, chats and purposes before.
import { useCallback, useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { MessageId, SessionId } from '#main/contract/ids.ts';
import type { ModelsState } from '#main/contract/models.ts';
import type { SpentToday } from '#main/contract/usage.ts';
import { useFollow } from '#renderer/api/use-follow.ts';
import { Select } from '#renderer/ui/controls/select.tsx';
import { Busy } from '#renderer/ui/display/busy.tsx';
import { Card } from '#renderer/ui/display/card.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { Failure } from '../failure.tsx';
import { SettingField } from '../fields/setting-field.tsx';
import { useFetched } from '../machine/use-fetched.ts';
import { ResetSection } from '../reset/reset-section.tsx';
import { Place } from '../search/place.tsx';
import { SectionPage } from '../section-page.tsx';
import type { SettingsWriter } from '../settings-writer.ts';
import { DaysCard } from './days-card.tsx';
import { ForecastCard } from './forecast-card.tsx';
import { ModelsCard } from './models-card.tsx';
import { SessionsCard } from './sessions-card.tsx';
import { TodayCard } from './today-card.tsx';

export type UsageSectionProps = {
  readonly client: LimpetClient;
  readonly writer: SettingsWriter;
  readonly models: ModelsState;
  /** Address of an answer in its chat, so that rows are real links. */
  readonly chatHref: ChatHref;
};
export type ChatHref = (sessionId: SessionId, messageId?: MessageId) => string;

const caps = [
  'caps.costUsdPerDay',
  'caps.costUsdPerJob',
  'caps.tokensPerDay',
  'caps.tokensPerJob',
  'caps.unknownPrice',
  'caps.assumedUsdPerMTok',
];
const spans = [7, 30, 90];

export function UsageSection({ client, writer, models, chatHref }: UsageSectionProps) {
  const { t } = useText();
  const [days, setDays] = useState(30);
  const [today, setToday] = useState<SpentToday>();
  const follow = useFollow({
    open: useCallback((signal: AbortSignal) => client.usage.watch({}, { signal }), [client]),
    onItem: setToday,
  });
  // A new call, or a new day: what is shown below is out of date.
  const mark = today === undefined ? undefined : `${today.day} ${today.spent.calls} ${today.spent.estimatedCalls}`;
  const { data, isLoading, error } = useFetched(
    useCallback(() => {
      void mark;
      return client.usage.report({ days });
    }, [client, days, mark]),
    mark !== undefined,
  );
  return (
    <SectionPage
      title={t('settings.section_usage')}
      text={t('usage.text')}
      action={<ResetSection section="usage" writer={writer} />}
    >
      <Place id="usage-today">
        {today === undefined ? <Busy text={t('usage.loading')} /> : <TodayCard today={today} />}
        <Failure error={follow.error} />
      </Place>
      <Card title={t('usage.caps')} detail={t('usage.caps_text')}>
        <div className="grid gap-4 grid-cols-[repeat(auto-fit,minmax(min(100%,16rem),1fr))]">
          {caps.map((path) => (
            <SettingField key={path} path={path} writer={writer} />
          ))}
        </div>
      </Card>
      <div className="flex items-end justify-between gap-4 pt-2">
        <Select
          label={t('usage.span')}
          value={String(days)}
          options={spans.map((span) => ({ value: String(span), label: t('usage.span_days', { count: span }) }))}
          onChange={(value) => setDays(Number(value))}
        />
        {isLoading && <Busy text={t('usage.loading')} />}
      </div>
      <Failure error={error} />
      {data !== undefined && (
        <>
          <Place id="usage-days">
            <DaysCard report={data} />
          </Place>
          <Place id="usage-models">
            <ModelsCard report={data} models={models} />
          </Place>
          <Place id="usage-sessions">
            <SessionsCard client={client} report={data} models={models} chatHref={chatHref} />
          </Place>
          <Place id="usage-forecast">
            <ForecastCard report={data} />
          </Place>
        </>
      )}
    </SectionPage>
  );
}
