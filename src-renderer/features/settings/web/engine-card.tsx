// One search engine: whether it has what it needs, its key, its address, and a real search.
import { CircleCheck, ExternalLink, KeyRound, Search, TriangleAlert } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { SearchEngineState, WebSearchTest } from '#main/contract/web-search.ts';
import { useAct } from '#renderer/api/use-act.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { SecretField } from '#renderer/ui/controls/secret-field.tsx';
import { Badge } from '#renderer/ui/display/badge.tsx';
import { Busy } from '#renderer/ui/display/busy.tsx';
import { Card } from '#renderer/ui/display/card.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { Failure } from '../failure.tsx';
import { SettingField } from '../fields/setting-field.tsx';
import type { SettingsWriter } from '../settings-writer.ts';

export type EngineCardProps = {
  readonly client: LimpetClient;
  readonly writer: SettingsWriter;
  readonly engine: SearchEngineState;
};

function missingOf({ key, address }: SearchEngineState): string | undefined {
  if (key === 'missing') return 'web.search_key_missing';
  if (key === 'locked') return 'web.search_locked';
  return address === '' ? 'web.search_address_missing' : undefined;
}

export function EngineCard({ client, writer, engine }: EngineCardProps) {
  const { t } = useText();
  const missing = missingOf(engine);
  return (
    <Card
      title={engine.label}
      action={
        <span role="status">
          {missing === undefined ? (
            <Badge tone="done" icon={<CircleCheck aria-hidden="true" />}>
              {t('web.search_ready')}
            </Badge>
          ) : (
            <Badge tone="ask" icon={<TriangleAlert aria-hidden="true" />}>
              {t(missing)}
            </Badge>
          )}
        </span>
      }
    >
      <SourceLink engine={engine} />
      {engine.needsKey && <KeyForm client={client} engine={engine} isOffline={writer.isOffline} />}
      <SettingField path={`webSearch.addresses.${engine.id}`} writer={writer} />
      <TrySearch client={client} engine={engine} disabled={writer.isOffline || missing !== undefined} />
    </Card>
  );
}

/** With the address in full: it can be read, copied, and opened on another device. */
function SourceLink({ engine }: Pick<EngineCardProps, 'engine'>) {
  const { t } = useText();
  const text = t(engine.needsKey ? 'web.search_get_key' : 'web.search_get_program', {
    engine: engine.label,
    address: engine.sourceUrl.replace(/^https:\/\//, ''),
  });
  return (
    <p>
      <a
        href={engine.sourceUrl}
        target="_blank"
        rel="noreferrer noopener"
        className="inline-flex min-h-6 max-w-full items-center gap-1.5 text-tide-ink underline underline-offset-2"
      >
        <span className="min-w-0 wrap-anywhere">{text}</span>
        <ExternalLink aria-hidden="true" />
        <span className="sr-only">({t('settings.opens_browser')})</span>
      </a>
    </p>
  );
}

type KeyFormProps = Pick<EngineCardProps, 'client' | 'engine'> & { readonly isOffline: boolean };

function KeyForm({ client, engine, isOffline }: KeyFormProps) {
  const { t } = useText();
  const [key, setKey] = useState('');
  const [isEmpty, setIsEmpty] = useState(false);
  const save = useAct(async (value: string | null) => {
    await client.webSearch.setKey({ engine: engine.id, key: value });
    setKey('');
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setIsEmpty(key.trim() === '');
    if (key.trim() !== '') void save.run(key.trim());
  };
  const isStored = engine.key === 'stored';
  return (
    <form className="flex flex-col gap-3" onSubmit={submit} noValidate>
      <SecretField
        label={t('web.search_key')}
        hint={t(isStored ? 'web.search_key_stored' : 'web.search_key_hint')}
        value={key}
        disabled={isOffline}
        error={isEmpty ? t('web.search_key_empty') : undefined}
        onChange={(text) => {
          setKey(text);
          setIsEmpty(false);
        }}
      />
      <Failure error={save.error} />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" icon={<KeyRound aria-hidden="true" />} busy={save.isRunning} disabled={isOffline}>
          {t(save.isRunning ? 'web.search_key_saving' : 'web.search_key_save')}
        </Button>
        {isStored && (
          <Button variant="plain" disabled={isOffline} onClick={() => void save.run(null)}>
            {t('web.search_key_remove')}
          </Button>
        )}
      </div>
    </form>
  );
}

type TrySearchProps = Pick<EngineCardProps, 'client' | 'engine'> & { readonly disabled: boolean };

function TrySearch({ client, engine, disabled }: TrySearchProps) {
  const { t } = useText();
  const [tested, setTested] = useState<WebSearchTest>();
  const test = useAct(async () => {
    setTested(undefined);
    setTested(await client.webSearch.test({ engine: engine.id }));
  });
  return (
    <div className="flex flex-col items-start gap-2 border-t border-edge pt-3">
      <Button
        icon={<Search aria-hidden="true" />}
        busy={test.isRunning}
        disabled={disabled}
        onClick={() => void test.run(undefined)}
      >
        {t('web.search_test')}
      </Button>
      {test.isRunning && <Busy text={t('web.search_testing')} />}
      <Failure error={test.error ?? tested?.error} />
      {tested?.ok === true && (
        <p role="status" className="flex items-start gap-2 text-done-ink">
          <CircleCheck className="mt-0.5" aria-hidden="true" />
          <span className="min-w-0 wrap-anywhere">{foundText(tested, t)}</span>
        </p>
      )}
    </div>
  );
}

function foundText({ count = 0, ms = 0, first = '' }: WebSearchTest, t: ReturnType<typeof useText>['t']): string {
  return count === 0 ? t('web.search_test_none', { ms }) : t('web.search_test_ok', { count, ms, first });
}
