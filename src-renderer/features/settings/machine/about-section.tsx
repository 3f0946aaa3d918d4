// What Limpet is, which version runs, and under which licence; from here to the licences of what it is made of.
import { Footprints, Scale } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { SystemState } from '#main/contract/system.ts';
import { useAct } from '#renderer/api/use-act.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { Card } from '#renderer/ui/display/card.tsx';
import { Mark } from '#renderer/ui/mark.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { Failure } from '../failure.tsx';
import { Place } from '../search/place.tsx';
import { Fact, SectionPage } from '../section-page.tsx';
import { LicencesPage } from './licences-page.tsx';

export type AboutSectionProps = { readonly client: LimpetClient; readonly system: SystemState };

export function AboutSection({ client, system }: AboutSectionProps) {
  const { t } = useText();
  const [place, setPlace] = useState<'about' | 'licences' | 'back'>('about');
  // The page of the first run takes the place of this one.
  const setUp = useAct(() => client.settings.set({ patch: { onboarded: false } }));
  const toLicences = useRef<HTMLDivElement>(null);
  // Whoever comes back finds the focus where it was.
  useEffect(() => {
    if (place === 'back') toLicences.current?.querySelector('button')?.focus();
  }, [place]);
  if (place === 'licences') return <LicencesPage host={system.host} onBack={() => setPlace('back')} />;
  return (
    <SectionPage title={t('settings.section_about')} text={t('settings.about_text')}>
      <Place id="about">
        <Card>
          <div className="flex items-center gap-3">
            <span className="text-tide-ink">
              <Mark size={40} />
            </span>
            <p className="text-xl font-semibold">Limpet</p>
          </div>
          <dl className="flex flex-col gap-2">
            <Fact name={t('settings.about_version')}>{system.version}</Fact>
            <Fact name={t('settings.about_host')}>{t(`settings.host_${system.host}`)}</Fact>
            <Fact name={t('settings.about_platform')}>{system.platform}</Fact>
            <Fact name={t('settings.about_licence')}>{t('settings.about_licence_text')}</Fact>
          </dl>
          <div ref={toLicences} className="flex flex-wrap gap-2">
            <Button icon={<Scale aria-hidden="true" />} onClick={() => setPlace('licences')}>
              {t('settings.licences_open')}
            </Button>
            <Button
              icon={<Footprints aria-hidden="true" />}
              busy={setUp.isRunning}
              onClick={() => void setUp.run(undefined)}
            >
              {t('settings.about_setup')}
            </Button>
          </div>
          <Failure error={setUp.error} />
        </Card>
      </Place>
    </SectionPage>
  );
}
