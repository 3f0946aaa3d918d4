// The keys that a skill was granted, entered by the person; what is stored is never shown again.
import { KeyRound } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import { visibleLine } from '#main/contract/shown-text.ts';
import type { SkillKeyState } from '#main/contract/skills.ts';
import { useAct } from '#renderer/api/use-act.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { SecretField } from '#renderer/ui/controls/secret-field.tsx';
import { Badge } from '#renderer/ui/display/badge.tsx';
import { Card } from '#renderer/ui/display/card.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { Failure } from '../failure.tsx';

export type KeysCardProps = {
  readonly client: LimpetClient;
  readonly skillKey: string;
  readonly keys: readonly SkillKeyState[];
  readonly isOffline: boolean;
};

export function KeysCard({ keys, ...rest }: KeysCardProps) {
  const { t } = useText();
  return (
    <Card title={t('skills.keys')} detail={t('skills.keys_text')}>
      {keys.map((one) => (
        <KeyForm key={`${one.name} ${one.host}`} one={one} {...rest} />
      ))}
    </Card>
  );
}

function KeyForm({ client, skillKey, one, isOffline }: Omit<KeysCardProps, 'keys'> & { readonly one: SkillKeyState }) {
  const { t } = useText();
  const [value, setValue] = useState('');
  const params = { name: visibleLine(one.name), host: visibleLine(one.host) };
  const set = useAct(async (next: string | null) => {
    await client.skills.setKey({ key: skillKey, name: one.name, host: one.host, value: next });
    setValue('');
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (value.trim() !== '') void set.run(value.trim());
  };
  return (
    <form className="flex flex-col gap-2" onSubmit={submit}>
      <div className="flex flex-wrap items-center gap-2">
        <KeyRound className="text-ink-soft" aria-hidden="true" />
        <span className="min-w-0 font-mono text-sm wrap-anywhere" dir="ltr">
          {params.name} → {params.host}
        </span>
        <Badge tone={one.isSet ? 'done' : 'ask'}>{t(one.isSet ? 'skills.key_set' : 'skills.key_missing')}</Badge>
      </div>
      <SecretField label={t('skills.key_value', params)} value={value} onChange={setValue} />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" size="sm" busy={set.isRunning} disabled={isOffline || value.trim() === ''}>
          {t(one.isSet ? 'skills.key_replace' : 'skills.key_save')}
        </Button>
        {one.isSet && (
          <Button size="sm" variant="plain" disabled={isOffline} onClick={() => void set.run(null)}>
            {t('skills.key_forget')}
          </Button>
        )}
      </div>
      <Failure error={set.error} />
    </form>
  );
}
