// What Limpet looks things up with: the search engine, its key or address, and a search to try it.
import { useCallback, useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import { SearchEngineId, type WebSearchState } from '#main/contract/web-search.ts';
import { useFollow } from '#renderer/api/use-follow.ts';
import { Card } from '#renderer/ui/display/card.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { Disclosure } from '../disclosure.tsx';
import { Failure } from '../failure.tsx';
import { OtherSettings } from '../fields/other-settings.tsx';
import { SettingField } from '../fields/setting-field.tsx';
import { ResetSection } from '../reset/reset-section.tsx';
import { Place } from '../search/place.tsx';
import { SectionPage } from '../section-page.tsx';
import type { SettingsWriter } from '../settings-writer.ts';
import { EngineCard } from './engine-card.tsx';

export type WebSectionProps = { readonly client: LimpetClient; readonly writer: SettingsWriter };

export function WebSection({ client, writer }: WebSectionProps) {
  const { t } = useText();
  const [state, setState] = useState<WebSearchState>();
  const open = useCallback((signal: AbortSignal) => client.webSearch.watch({}, { signal }), [client]);
  const { error } = useFollow({ open, onItem: setState });
  const chosen = state?.engines.find(({ id }) => id === writer.settings.webSearch.engine);
  return (
    <SectionPage
      title={t('settings.section_web')}
      text={t('web.text')}
      action={<ResetSection section="web" writer={writer} />}
    >
      <Place id="web-search">
        <Card title={t('web.search_title')} detail={t('web.search_text')}>
          <SettingField path="webSearch.engine" writer={writer} />
          <Failure error={error} />
        </Card>
      </Place>
      {chosen !== undefined && <EngineCard key={chosen.id} client={client} writer={writer} engine={chosen} />}
      <Disclosure summary={t('web.other_addresses')}>
        <div className="flex flex-col gap-4">
          {SearchEngineId.options
            .filter((id) => id !== chosen?.id)
            .map((id) => (
              <SettingField key={id} path={`webSearch.addresses.${id}`} writer={writer} />
            ))}
        </div>
      </Disclosure>
      <Place id="web-browser">
        <Card title={t('web.browser_title')} detail={t('web.browser_text')}>
          <SettingField path="browser.program" writer={writer} />
          <SettingField path="browser.window" writer={writer} />
          <SettingField path="browser.secretsOn" writer={writer} />
        </Card>
      </Place>
      <OtherSettings section="web" writer={writer} />
    </SectionPage>
  );
}
