// The OpenAI-compatible address: on or off, its one key, and a line to try it with.
import { KeyRound, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { SystemState } from '#main/contract/system.ts';
import { useAct } from '#renderer/api/use-act.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { Banner } from '#renderer/ui/display/banner.tsx';
import { Card } from '#renderer/ui/display/card.tsx';
import { CodeBlock } from '#renderer/ui/display/code-block.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { ConfirmDialog } from '../confirm-dialog.tsx';
import { Failure } from '../failure.tsx';
import { OtherSettings } from '../fields/other-settings.tsx';
import { SettingField } from '../fields/setting-field.tsx';
import { ResetSection } from '../reset/reset-section.tsx';
import { Place } from '../search/place.tsx';
import { SectionPage } from '../section-page.tsx';
import type { SettingsWriter } from '../settings-writer.ts';

export type ApiSectionProps = {
  readonly client: LimpetClient;
  readonly writer: SettingsWriter;
  readonly host: SystemState['host'];
  /** Where this page came from, `http://127.0.0.1:18789`; the address is served there. */
  readonly origin: string;
  /** A model to name in the example; undefined: none is connected. */
  readonly model: string | undefined;
};

const exampleKey = 'YOUR_KEY';
const exampleModel = 'CONNECTION/MODEL';

export function exampleRequest({ origin, key, model }: { origin: string; key: string; model: string }): string {
  const body = { model, messages: [{ role: 'user', content: 'Which files are here?' }] };
  return [
    `curl ${origin}/v1/chat/completions \\`,
    `  -H "Authorization: Bearer ${key}" \\`,
    '  -H "Content-Type: application/json" \\',
    `  -d '${JSON.stringify(body)}'`,
  ].join('\n');
}

export function ApiSection({ client, writer, host, origin, model }: ApiSectionProps) {
  const { t } = useText();
  const { isOffline } = writer;
  // Kept nowhere else: leaving the page forgets it.
  const [newKey, setNewKey] = useState<string>();
  return (
    <SectionPage
      title={t('settings.section_api')}
      text={t('settings.api_text')}
      action={<ResetSection section="api" writer={writer} />}
    >
      {host === 'electron' && (
        <Banner shape="card" icon={<TriangleAlert aria-hidden="true" />}>
          {t('settings.api_desktop')}
        </Banner>
      )}
      <Card>
        <SettingField path="api.enabled" writer={writer} />
      </Card>
      <Place id="api-key">
        <KeyCard client={client} isOffline={isOffline} newKey={newKey} onNewKey={setNewKey} />
      </Place>
      <OtherSettings section="api" writer={writer} />
      {host !== 'electron' && (
        <Card title={t('settings.api_example')}>
          <CodeBlock
            code={exampleRequest({ origin, key: newKey ?? exampleKey, model: model ?? exampleModel })}
            name="curl"
          />
        </Card>
      )}
    </SectionPage>
  );
}

type KeyCardProps = {
  readonly client: LimpetClient;
  readonly isOffline: boolean;
  readonly newKey: string | undefined;
  readonly onNewKey: (key: string | undefined) => void;
};

function KeyCard({ client, isOffline, newKey, onNewKey }: KeyCardProps) {
  const { t } = useText();
  const [isRevoking, setIsRevoking] = useState(false);
  const [isRevoked, setIsRevoked] = useState(false);
  const create = useAct(async () => {
    onNewKey((await client.system.createApiKey({})).key);
    setIsRevoked(false);
  });
  const revoke = useAct(async () => {
    await client.system.revokeApiKey({});
    onNewKey(undefined);
    setIsRevoked(true);
  });
  return (
    <Card title={t('settings.api_key')} detail={t('settings.api_key_text')}>
      {newKey !== undefined && (
        <div className="flex flex-col gap-2" role="status">
          <CodeBlock code={newKey} name={t('settings.api_key_new')} wrap />
          <p className="text-sm text-ask-ink">{t('settings.api_key_once')}</p>
        </div>
      )}
      <div className="flex flex-wrap gap-2">
        <Button
          icon={<KeyRound aria-hidden="true" />}
          busy={create.isRunning}
          disabled={isOffline}
          onClick={() => void create.run(undefined)}
        >
          {t(create.isRunning ? 'settings.api_key_creating' : 'settings.api_key_create')}
        </Button>
        <Button variant="plain" busy={revoke.isRunning} disabled={isOffline} onClick={() => setIsRevoking(true)}>
          {t('settings.api_key_revoke')}
        </Button>
      </div>
      {isRevoked && <p role="status">{t('settings.api_key_revoked')}</p>}
      <Failure error={create.error ?? revoke.error} />
      <ConfirmDialog
        open={isRevoking}
        onOpenChange={setIsRevoking}
        title={t('settings.api_key_revoke_title')}
        text={t('settings.api_key_revoke_text')}
        action={t('settings.api_key_revoke')}
        onConfirm={() => void revoke.run(undefined)}
      />
    </Card>
  );
}
