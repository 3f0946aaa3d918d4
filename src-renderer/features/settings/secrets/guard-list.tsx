// What a place protects keys against, and what not, in words.
import { ShieldAlert, ShieldCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { guardsOf, type Protection } from './secrets-words.ts';

export function GuardList({ place }: { readonly place: Protection }) {
  const { t } = useText();
  const { guards, openTo } = guardsOf(place);
  return (
    <dl className="flex flex-col gap-1.5 text-sm">
      <Line icon={<ShieldCheck className="text-done-ink" aria-hidden="true" />} name={t('secrets.guards')}>
        {t(guards)}
      </Line>
      <Line icon={<ShieldAlert className="text-ask-ink" aria-hidden="true" />} name={t('secrets.open_to')}>
        {t(openTo)}
      </Line>
    </dl>
  );
}

type LineProps = { readonly icon: ReactNode; readonly name: string; readonly children: ReactNode };

function Line({ icon, name, children }: LineProps) {
  return (
    <div className="flex flex-col gap-x-3 bar:flex-row">
      <dt className="flex w-38 shrink-0 items-center gap-2 self-start text-ink-soft">
        {icon}
        {name}
      </dt>
      <dd className="min-w-0 ps-6 text-pretty bar:ps-0">{children}</dd>
    </div>
  );
}
