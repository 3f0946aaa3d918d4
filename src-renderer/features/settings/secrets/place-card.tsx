// The place where new keys go: how it stands, what it protects against, and how to open, lock or choose it.
import { ArrowRightLeft, Lock, LockOpen, RotateCw, Unplug } from 'lucide-react';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { SecretsState } from '#main/contract/system.ts';
import { useAct } from '#renderer/api/use-act.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { Badge } from '#renderer/ui/display/badge.tsx';
import { Card } from '#renderer/ui/display/card.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { Disclosure } from '../disclosure.tsx';
import { Failure } from '../failure.tsx';
import { GuardList } from './guard-list.tsx';
import { CreatePassphraseForm, UnlockForm } from './passphrase-form.tsx';
import { secretsWords, troubleText } from './secrets-words.ts';
import { useSecretWords } from './use-secret-words.ts';

export type PlaceCardProps = {
  readonly client: LimpetClient;
  readonly secrets: SecretsState;
  /** Keys that lie elsewhere, from a time when this place was not the chosen one. */
  readonly strays: number;
};

export function PlaceCard({ client, secrets, strays }: PlaceCardProps) {
  const { t } = useText();
  const lock = useAct(() => client.system.lockSecrets({}));
  const { name, text } = secretsWords(secrets);
  const { state, protection } = secrets;
  return (
    <Card
      title={t(name)}
      {...(state === 'unset' ? {} : { detail: t('secrets.new_keys') })}
      action={<StateBadge state={state} />}
    >
      {state === 'unreachable' ? (
        <Unreachable client={client} secrets={secrets} />
      ) : (
        <p className="text-pretty">{t(text)}</p>
      )}
      {(state === 'ready' || state === 'locked') && <GuardList place={protection} />}
      {state === 'ready' && strays > 0 && <Strays client={client} secrets={secrets} strays={strays} />}
      {state === 'unset' && <CreateFile client={client} />}
      {state === 'locked' && <Unlock client={client} />}
      {state === 'ready' && protection === 'passphrase-file' && (
        <div className="flex flex-wrap items-center gap-3">
          <Button icon={<Lock aria-hidden="true" />} busy={lock.isRunning} onClick={() => void lock.run(undefined)}>
            {t('settings.secrets_lock')}
          </Button>
          <span className="text-sm text-ink-soft">{t('settings.secrets_lock_text')}</span>
        </div>
      )}
      <Failure error={lock.error} />
    </Card>
  );
}

function Strays({ client, secrets, strays }: PlaceCardProps) {
  const { t } = useText();
  const { protection, move } = secrets;
  const gather = useAct(async () => {
    if (protection !== 'environment') await client.system.moveSecrets({ to: protection });
  });
  // A move that is under way has a card of its own.
  if (move !== undefined) return null;
  return (
    <>
      <div className="flex flex-wrap items-center gap-3">
        <Button
          icon={<ArrowRightLeft aria-hidden="true" />}
          busy={gather.isRunning}
          onClick={() => void gather.run(undefined)}
        >
          {t('secrets.gather')}
        </Button>
        <span className="text-sm text-ink-soft">{t('secrets.strays', { count: strays })}</span>
      </div>
      <Failure error={gather.error} />
    </>
  );
}

function Unreachable({ client, secrets }: Omit<PlaceCardProps, 'strays'>) {
  const { t } = useText();
  const check = useAct(() => client.system.checkSecrets({}));
  return (
    <>
      <Failure text={t(troubleText(secrets.trouble))} />
      <div>
        <Button icon={<RotateCw aria-hidden="true" />} busy={check.isRunning} onClick={() => void check.run(undefined)}>
          {t(check.isRunning ? 'secrets.checking' : 'secrets.check')}
        </Button>
      </div>
      <Failure error={check.error} />
      <Disclosure summary={t('secrets.start_file')}>
        <p className="pb-3 text-sm text-pretty text-ink-soft">{t('secrets.start_file_text')}</p>
        <CreateFile client={client} />
      </Disclosure>
    </>
  );
}

function CreateFile({ client }: { readonly client: LimpetClient }) {
  const words = useSecretWords();
  const create = useAct((passphrase: string) => client.system.createSecretsFile({ passphrase }));
  return (
    <div className="max-w-100">
      <CreatePassphraseForm
        busy={create.isRunning}
        error={words(create.error)}
        onSubmit={(passphrase) => void create.run(passphrase)}
      />
    </div>
  );
}

function Unlock({ client }: { readonly client: LimpetClient }) {
  const words = useSecretWords();
  const unlock = useAct((passphrase: string) => client.system.unlockSecrets({ passphrase }));
  return (
    <div className="max-w-100">
      <UnlockForm
        busy={unlock.isRunning}
        error={words(unlock.error)}
        onSubmit={(passphrase) => void unlock.run(passphrase)}
      />
    </div>
  );
}

function StateBadge({ state }: { readonly state: SecretsState['state'] }) {
  const { t } = useText();
  switch (state) {
    case 'unset':
      return null;
    case 'ready':
      return (
        <Badge tone="done" icon={<LockOpen aria-hidden="true" />}>
          {t('settings.secrets_ready')}
        </Badge>
      );
    case 'locked':
      return (
        <Badge tone="ask" icon={<Lock aria-hidden="true" />}>
          {t('settings.secrets_locked')}
        </Badge>
      );
    case 'unreachable':
      return (
        <Badge tone="stop" icon={<Unplug aria-hidden="true" />}>
          {t('secrets.unreachable')}
        </Badge>
      );
  }
}
