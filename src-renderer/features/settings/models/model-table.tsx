// The models of one connection with what is known of each; a filter where they are many.
import { Search } from 'lucide-react';
import { useState } from 'react';
import type { ModelInfo } from '#main/contract/models.ts';
import { TextField } from '#renderer/ui/controls/text-field.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { modelFacts } from './model-facts.ts';

const filterFrom = 9;
const maxShown = 12;

export function ModelTable({ models, vendor }: { readonly models: readonly ModelInfo[]; readonly vendor: string }) {
  const { t, language } = useText();
  const [filter, setFilter] = useState('');
  const words = filter.toLowerCase().split(/\s+/);
  const matching = models.filter((model) => {
    const text = `${model.label} ${model.name}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const shown = matching.slice(0, maxShown);
  return (
    <div className="flex flex-col gap-2">
      {models.length >= filterFrom && (
        <TextField
          label={t('settings.connection_filter')}
          hideLabel
          placeholder={t('settings.connection_filter')}
          icon={<Search aria-hidden="true" />}
          value={filter}
          onChange={setFilter}
        />
      )}
      <ul aria-label={t('settings.connection_show_models', { vendor })} className="divide-y divide-edge">
        {shown.map((model) => (
          <li key={model.ref} className="flex flex-col py-1.5">
            <span className="wrap-anywhere">{model.label}</span>
            <span className="text-sm text-pretty text-ink-soft tabular-nums">
              {modelFacts(model, t, language).join(' · ')}
            </span>
          </li>
        ))}
      </ul>
      {matching.length === 0 && <p className="text-ink-soft">{t('settings.connection_filter_none')}</p>}
      {matching.length > shown.length && (
        <p className="text-sm text-ink-soft">
          {t('settings.connection_more_models', { count: matching.length - shown.length })}
        </p>
      )}
    </div>
  );
}
