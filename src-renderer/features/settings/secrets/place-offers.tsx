// The places that keys could move to, with what each protects against, and why some are not offered here.
import { ArrowRightLeft } from 'lucide-react';
import { useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { SecretsOverview, SecretsPlace } from '#main/contract/system.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { Badge } from '#renderer/ui/display/badge.tsx';
import { Card } from '#renderer/ui/display/card.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { GuardList } from './guard-list.tsx';
import { MoveDialog } from './move-dialog.tsx';
import { offersOf, type PlaceOffer, placeName, placeText } from './secrets-words.ts';

export type PlaceOffersProps = { readonly client: LimpetClient; readonly overview: SecretsOverview };

export function PlaceOffers({ client, overview }: PlaceOffersProps) {
  const { t } = useText();
  const [to, setTo] = useState<SecretsPlace>();
  const hasKeys = overview.keys.some((key) => key.at !== 'environment');
  const isMoving = overview.state.move?.state === 'running';
  const keysAt = (place: SecretsPlace) => overview.places.find((one) => one.place === place)?.keys ?? 0;
  return (
    <Card title={t('secrets.places')} detail={t('secrets.places_text')}>
      <ul className="-mt-2 -mb-3 divide-y divide-edge">
        {offersOf(overview).map((offer) => (
          <Offer
            key={offer.place}
            offer={offer}
            keys={keysAt(offer.place)}
            action={t(hasKeys ? 'secrets.move_here' : 'secrets.use_here')}
            isDisabled={isMoving}
            onChoose={() => setTo(offer.place)}
          />
        ))}
      </ul>
      <MoveDialog client={client} overview={overview} to={to} onClose={() => setTo(undefined)} />
    </Card>
  );
}

type OfferProps = {
  readonly offer: PlaceOffer;
  readonly keys: number;
  readonly action: string;
  readonly isDisabled: boolean;
  readonly onChoose: () => void;
};

function Offer({ offer, keys, action, isDisabled, onChoose }: OfferProps) {
  const { t } = useText();
  const { place, notHere } = offer;
  const name = t(placeName(place));
  return (
    <li className="flex flex-col gap-2 py-3">
      <div className="flex flex-wrap items-start gap-x-3 gap-y-2">
        <div className="flex min-w-0 flex-1 basis-60 flex-col gap-0.5">
          <div className="flex flex-wrap items-center gap-2">
            <h4 className="font-medium">{name}</h4>
            {keys > 0 && <Badge>{t('secrets.keys_here', { count: keys })}</Badge>}
          </div>
          <p className="text-sm text-pretty text-ink-soft">{t(notHere ?? placeText(place))}</p>
        </div>
        {notHere === undefined ? (
          <Button size="sm" icon={<ArrowRightLeft aria-hidden="true" />} disabled={isDisabled} onClick={onChoose}>
            {action}
            <span className="sr-only"> {name}</span>
          </Button>
        ) : (
          <Badge>{t('secrets.not_here')}</Badge>
        )}
      </div>
      {notHere === undefined && <GuardList place={place} />}
    </li>
  );
}
