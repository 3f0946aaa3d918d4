// The licences of everything in the app that others made: searchable, fifty at a time.
import { ArrowLeft, Search } from 'lucide-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { SystemState } from '#main/contract/system.ts';
import { type LicenceList, loadLicences } from '#renderer/api/licences.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { TextField } from '#renderer/ui/controls/text-field.tsx';
import { Busy } from '#renderer/ui/display/busy.tsx';
import { EmptyState } from '#renderer/ui/display/empty-state.tsx';
import { ErrorState } from '#renderer/ui/display/error-state.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { SectionPage } from '../section-page.tsx';
import { findLicensed } from './find-licensed.ts';
import { LicenceRow } from './licence-row.tsx';
import { useFetched } from './use-fetched.ts';

export type LicencesPageProps = {
  readonly host: SystemState['host'];
  readonly onBack: () => void;
  /** Tests hand in a list. */
  readonly load?: () => Promise<LicenceList>;
};

const pageSize = 50;

export function LicencesPage({ host, onBack, load = loadLicences }: LicencesPageProps) {
  const { t } = useText();
  const fetch = useCallback(() => load(), [load]);
  const list = useFetched(fetch, true);
  const back = useRef<HTMLDivElement>(null);
  // The button that was pressed is gone with its page.
  useEffect(() => back.current?.querySelector('button')?.focus(), []);
  return (
    <SectionPage title={t('settings.licences_title')} text={t('settings.licences_about')}>
      <div ref={back} className="-order-1">
        <Button variant="plain" size="sm" icon={<ArrowLeft aria-hidden="true" />} onClick={onBack}>
          {t('settings.licences_back')}
        </Button>
      </div>
      {host === 'electron' && <p className="text-sm text-pretty text-ink-soft">{t('settings.licences_chromium')}</p>}
      {list.data !== undefined && <Found list={list.data} />}
      {list.data === undefined && list.isLoading && <Busy text={t('settings.licences_loading')} />}
      {list.data === undefined && list.error !== undefined && (
        <ErrorState
          title={t('settings.licences_failed')}
          error={list.error}
          action={<Button onClick={list.load}>{t('settings.retry')}</Button>}
        />
      )}
    </SectionPage>
  );
}

function Found({ list }: { readonly list: LicenceList }) {
  const { t } = useText();
  const [typed, setTyped] = useState('');
  const [shown, setShown] = useState(pageSize);
  const found = findLicensed(list.packages, typed);
  const rows = found.slice(0, shown);
  return (
    <>
      <TextField
        label={t('settings.licences_search')}
        hideLabel
        placeholder={t('settings.licences_search')}
        icon={<Search aria-hidden="true" />}
        value={typed}
        spellCheck={false}
        autoComplete="off"
        onChange={(text) => {
          setTyped(text);
          setShown(pageSize);
        }}
      />
      <p role="status" className="text-sm text-ink-soft">
        {t('settings.licences_found', { count: found.length })}
      </p>
      {found.length === 0 ? (
        <EmptyState title={t('settings.licences_none')} />
      ) : (
        <ul className="overflow-hidden rounded-card border border-edge bg-raised">
          {rows.map((work) => (
            <LicenceRow key={`${work.name}@${work.version ?? ''}`} work={work} texts={list.texts} />
          ))}
        </ul>
      )}
      {found.length > rows.length && (
        <div className="flex justify-center">
          <Button onClick={() => setShown(shown + pageSize)}>
            {t('settings.licences_more', { count: Math.min(pageSize, found.length - rows.length) })}
          </Button>
        </div>
      )}
    </>
  );
}
