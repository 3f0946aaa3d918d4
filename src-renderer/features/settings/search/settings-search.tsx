// The field that searches all settings: results by section, chosen with the arrow keys, opened with Enter.
import { Search, X } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { classes } from '#renderer/ui/classes.ts';
import { IconButton } from '#renderer/ui/controls/icon-button.tsx';
import { TextField } from '#renderer/ui/controls/text-field.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import type { SettingsSection } from '../sections.ts';
import { buildIndex, type FoundGroup, type FoundSetting, searchSettings } from './search-index.ts';

export type SettingsSearchProps = {
  /** Those that are shown here. */
  readonly sections: readonly SettingsSection[];
  readonly onOpen: (found: FoundSetting) => void;
};

export function SettingsSearch({ sections, onOpen }: SettingsSearchProps) {
  const { t } = useText();
  const id = useId();
  const [typed, setTyped] = useState('');
  const [isOpen, setIsOpen] = useState(false);
  const [active, setActive] = useState(0);
  const field = useRef<HTMLInputElement>(null);
  const box = useRef<HTMLElement>(null);
  const index = useMemo(() => buildIndex(t).filter(({ section }) => sections.includes(section)), [t, sections]);
  const groups = useMemo(() => searchSettings(index, typed), [index, typed]);
  const flat = groups.flatMap(({ found }) => found);
  const isShown = isOpen && typed.trim() !== '';
  const current = Math.min(active, flat.length - 1);
  useSlashKey(field);
  useEffect(() => {
    if (isShown) document.getElementById(`${id}-${current}`)?.scrollIntoView({ block: 'nearest' });
  }, [id, isShown, current]);

  const open = (found: FoundSetting) => {
    setIsOpen(false);
    setTyped('');
    onOpen(found);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && flat.length > 0) {
      event.preventDefault();
      setIsOpen(true);
      setActive((current + step + flat.length) % flat.length);
    } else if (event.key === 'Enter') {
      const found = flat[current];
      if (isShown && found !== undefined) open(found);
    } else if (event.key === 'Escape' && typed !== '') {
      event.stopPropagation();
      setTyped('');
    }
  };
  return (
    <search
      ref={box}
      className="relative min-w-0 flex-1 bar:max-w-100"
      onBlur={(event) => {
        if (!box.current?.contains(event.relatedTarget)) setIsOpen(false);
      }}
    >
      <TextField
        ref={field}
        label={t('settings.search')}
        hideLabel
        type="search"
        role="combobox"
        aria-expanded={isShown}
        aria-controls={`${id}-results`}
        aria-autocomplete="list"
        aria-activedescendant={isShown && flat.length > 0 ? `${id}-${current}` : undefined}
        autoComplete="off"
        maxLength={100}
        placeholder={t('settings.search')}
        icon={<Search aria-hidden="true" />}
        value={typed}
        onChange={(text) => {
          setTyped(text);
          setActive(0);
          setIsOpen(true);
        }}
        onFocus={() => setIsOpen(true)}
        onKeyDown={onKeyDown}
        className="[&::-webkit-search-cancel-button]:hidden"
        {...(typed === ''
          ? {}
          : {
              end: (
                <IconButton
                  size="sm"
                  label={t('settings.search_clear')}
                  icon={<X aria-hidden="true" />}
                  onClick={() => {
                    setTyped('');
                    field.current?.focus();
                  }}
                />
              ),
            })}
      />
      {isShown && <Results id={id} groups={groups} active={current} onOpen={open} onActive={setActive} />}
      <span role="status" className="sr-only">
        {isShown && t('settings.search_count', { count: flat.length })}
      </span>
    </search>
  );
}

/** `/` leads to the field from anywhere on the page where it is not a letter that is typed. */
function useSlashKey(field: { readonly current: HTMLInputElement | null }): void {
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      const isTyping =
        event.target instanceof Element && event.target.closest('input, textarea, select, [role="dialog"]');
      if (event.key !== '/' || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      field.current?.focus();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [field]);
}

type ResultsProps = {
  readonly id: string;
  readonly groups: readonly FoundGroup[];
  readonly active: number;
  readonly onOpen: (found: FoundSetting) => void;
  readonly onActive: (position: number) => void;
};

function Results({ id, groups, active, onOpen, onActive }: ResultsProps) {
  const { t } = useText();
  let position = -1;
  return (
    <div className="absolute inset-x-0 top-full z-30 mt-1 max-h-[min(60dvh,480px)] overflow-y-auto rounded-card border border-edge bg-raised p-1 shadow-float">
      {groups.length === 0 && <p className="px-2 py-3 text-ink-soft">{t('settings.search_none')}</p>}
      <div id={`${id}-results`} role="listbox" aria-label={t('settings.search_results')}>
        {groups.map(({ section, found }) => (
          <fieldset key={section} aria-labelledby={`${id}-${section}`} className="pb-1">
            <div id={`${id}-${section}`} className="px-2 pt-2 pb-1 text-xs font-medium text-ink-soft">
              {t(`settings.section_${section}`)}
            </div>
            {found.map((one) => {
              position += 1;
              const own = position;
              return (
                // The field keeps the focus and handles the keys, as a combobox does.
                // biome-ignore lint/a11y/useKeyWithClickEvents: see above
                // biome-ignore lint/a11y/useFocusableInteractive: see above
                <div
                  key={`${one.id} ${one.title}`}
                  id={`${id}-${own}`}
                  role="option"
                  aria-selected={own === active}
                  onMouseDown={(event) => event.preventDefault()}
                  onMouseMove={() => onActive(own)}
                  onClick={() => onOpen(one)}
                  className={classes(
                    'flex cursor-default flex-col rounded-control px-2 py-1.5',
                    own === active && 'bg-pressed',
                  )}
                >
                  <span className="truncate font-medium">{one.title}</span>
                  {one.text !== '' && <span className="truncate text-sm text-ink-soft">{one.text}</span>}
                </div>
              );
            })}
          </fieldset>
        ))}
      </div>
    </div>
  );
}
