// Step one: who answers. What works already comes first, then vendors with a key, then no model at all.
import { Cpu, KeyRound, Link2 } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { ConnectionTest, ModelsState, Vendor } from '#main/contract/models.ts';
import type { SecretsState } from '#main/contract/system.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { Busy } from '#renderer/ui/display/busy.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { LocalSearch } from './local-search.tsx';
import { OfferRow } from './offer-row.tsx';
import { offersOf, splitVendors } from './offers.ts';
import { PickModel } from './pick-model.tsx';
import type { View } from './progress.ts';
import type { OnboardingSlots } from './slots.ts';

export type ModelStepProps = {
  readonly client: LimpetClient;
  readonly secrets: SecretsState;
  readonly models: ModelsState;
  /** Undefined while the list is on its way. */
  readonly vendors: readonly Vendor[] | undefined;
  readonly canLook: boolean;
  readonly slots: Pick<OnboardingSlots, 'ConnectVendor' | 'ModelPicker'>;
  /** Undefined: the choices. */
  readonly view: View | undefined;
  readonly onView: (view: View | undefined) => void;
  readonly onModel: (ref: string) => void;
  readonly onOffline: () => void;
};

export function ModelStep(props: ModelStepProps) {
  const frame = useRef<HTMLDivElement>(null);
  const type = props.view?.type;
  const shown = useRef(type);
  useEffect(() => {
    // What was pressed is gone with the view it was in; the focus goes on in the new one.
    const hasChanged = shown.current !== type;
    shown.current = type;
    if (hasChanged) frame.current?.querySelector<HTMLElement>('input, [data-next], button')?.focus();
  }, [type]);
  return (
    <div ref={frame} className="flex flex-col gap-4">
      <ShownView {...props} />
    </div>
  );
}

function ShownView(props: ModelStepProps) {
  const { client, secrets, models, vendors, slots, view, onView, onModel } = props;
  const { t } = useText();
  const [test, setTest] = useState<ConnectionTest>();
  const choose = () => onView(undefined);
  const pick = (connectionId: string, outcome: ConnectionTest) => {
    setTest(outcome);
    onView({ type: 'pick', connectionId, ...(outcome.model === undefined ? {} : { tested: outcome.model }) });
  };
  const choices = (
    <Choices {...props} onConnect={(vendor) => onView({ type: 'connect', vendor: vendor.id })} onPick={pick} />
  );
  if (view === undefined) return choices;
  if (view.type === 'pick') {
    const { connectionId, tested } = view;
    // Removed meanwhile, perhaps in another window.
    if (models.connections.every(({ id }) => id !== connectionId)) return choices;
    return (
      <PickModel
        ModelPicker={slots.ModelPicker}
        connections={models.connections}
        models={models.models.filter((model) => model.ref.startsWith(`${connectionId}/`))}
        test={test}
        tested={tested === undefined ? undefined : refOf(connectionId, tested)}
        onModel={onModel}
        onBack={choose}
      />
    );
  }
  if (vendors === undefined) return <Busy text={t('app.loading')} />;
  const vendor = vendors.find(({ id }) => id === view.vendor);
  if (vendor === undefined) return choices;
  return (
    <section aria-labelledby="connect-title" className="flex flex-col gap-3">
      <h3 id="connect-title" className="font-semibold">
        {vendor.baseUrl === '' ? vendor.label : t('onboarding.connect_title', { vendor: vendor.label })}
      </h3>
      <slots.ConnectVendor
        client={client}
        secrets={secrets}
        vendor={vendor}
        taken={models.connections.map((connection) => connection.id)}
        onConnected={(connection, outcome) => pick(connection.id, outcome)}
        onCancel={choose}
      />
    </section>
  );
}

type ChoicesProps = ModelStepProps & {
  readonly onConnect: (vendor: Vendor) => void;
  readonly onPick: (connectionId: string, test: ConnectionTest) => void;
};

function Choices({ client, models, vendors = [], canLook, onOffline, onConnect, onPick }: ChoicesProps) {
  const { t } = useText();
  const offers = offersOf(models);
  const local = offers.filter(({ origin, connection }) => origin === 'local' && connection.found).length;
  return (
    <>
      <section className="flex flex-col gap-2">
        <h3 className="text-sm font-semibold">{t('onboarding.found_title')}</h3>
        {offers.length > 0 && (
          <ul className="flex flex-col gap-2">
            {offers.map((offer) => (
              <li key={offer.connection.id}>
                <OfferRow
                  client={client}
                  offer={offer}
                  vendor={vendors.find(({ id }) => id === offer.connection.vendor)}
                  onPick={onPick}
                  onConnect={onConnect}
                />
              </li>
            ))}
          </ul>
        )}
        <LocalSearch client={client} vendors={vendors} found={local} isAllowed={canLook} />
      </section>
      <Vendors vendors={vendors} models={models} onConnect={onConnect} />
      <section className="flex flex-col items-start gap-2 border-t border-edge pt-4">
        <Button onClick={onOffline}>{t('onboarding.offline_button')}</Button>
        <p className="text-sm text-pretty text-ink-soft">{t('onboarding.offline_text')}</p>
      </section>
    </>
  );
}

type VendorsProps = Pick<ChoicesProps, 'models' | 'onConnect'> & { readonly vendors: readonly Vendor[] };

function Vendors({ vendors, models, onConnect }: VendorsProps) {
  const { t } = useText();
  const [showsAll, setShowsAll] = useState(false);
  const offers = offersOf(models);
  const { first, rest } = splitVendors(vendors, offers);
  const shown = showsAll ? [...first, ...rest] : first;
  const list = useRef<HTMLUListElement>(null);
  const before = useRef(showsAll);
  useEffect(() => {
    // The button that was pressed is gone; its first new tile takes the focus.
    if (showsAll && !before.current) list.current?.querySelectorAll('button')[first.length]?.focus();
    before.current = showsAll;
  }, [showsAll, first.length]);
  return (
    <section className="flex flex-col gap-2">
      <h3 className="text-sm font-semibold">
        {t(offers.length > 0 ? 'onboarding.vendors_title' : 'onboarding.vendors_first')}
      </h3>
      <ul ref={list} className="grid grid-cols-2 gap-2 bar:grid-cols-3">
        {shown.map((vendor) => (
          <li key={vendor.id}>
            <Tile vendor={vendor} onClick={() => onConnect(vendor)} />
          </li>
        ))}
      </ul>
      {!showsAll && rest.length > 0 && (
        <div>
          <Button variant="plain" size="sm" onClick={() => setShowsAll(true)}>
            {t('onboarding.vendors_more')}
          </Button>
        </div>
      )}
    </section>
  );
}

function Tile({ vendor, onClick }: { readonly vendor: Vendor; readonly onClick: () => void }) {
  const { t } = useText();
  const Icon = vendor.baseUrl === '' ? Link2 : vendor.local ? Cpu : KeyRound;
  return (
    <button
      type="button"
      onClick={onClick}
      className="flex h-full min-h-10 w-full items-center gap-2.5 rounded-control border border-edge-strong/60 bg-raised px-3 py-2 text-start font-medium transition-colors duration-100 hover:bg-hover"
    >
      <Icon className="text-ink-faint" aria-hidden="true" />
      <span className="min-w-0 wrap-anywhere">
        {vendor.id === 'openai-compatible' ? t('onboarding.vendor_custom') : vendor.label}
      </span>
    </button>
  );
}

/** A test names its model with or without its connection. */
function refOf(connectionId: string, model: string): string {
  return model.startsWith(`${connectionId}/`) ? model : `${connectionId}/${model}`;
}
