// A chat without messages: three things that work right now with what is set up.
import { ArrowUpRight } from 'lucide-react';
import { Button } from '#renderer/ui/controls/button.tsx';
import { Mark } from '#renderer/ui/mark.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';

export type EmptyChatProps = {
  /** Ready sentences; a click sends one. */
  readonly offers: readonly string[];
  readonly isOffline: boolean;
  readonly onChoose: (text: string) => void;
  readonly onConnect: () => void;
};

export function EmptyChat({ offers, isOffline, onChoose, onConnect }: EmptyChatProps) {
  const { t } = useText();
  return (
    <div className="flex min-h-0 flex-1 flex-col items-center justify-end overflow-y-auto px-4 py-6">
      <div className="flex w-full max-w-read flex-col gap-4 px-4">
        <span className="text-tide-ink">
          <Mark size={36} />
        </span>
        <h2 className="text-lg font-semibold">{t('chat.empty_title')}</h2>
        <ul className="flex flex-col">
          {offers.map((offer) => (
            <li key={offer} className="border-t border-edge last:border-b">
              <button
                type="button"
                onClick={() => onChoose(offer)}
                className="focus-inside group flex min-h-11 w-full items-center gap-3 px-1 text-start text-read hover:bg-hover"
              >
                <span className="min-w-0 flex-1 rtl:text-right" dir="auto">
                  {offer}
                </span>
                <ArrowUpRight className="text-ink-faint group-hover:text-ink" aria-hidden="true" />
              </button>
            </li>
          ))}
        </ul>
        {isOffline && (
          <div className="flex flex-wrap items-center gap-x-3 gap-y-2 text-ink-soft">
            <span className="min-w-0 text-pretty">{t('chat.empty_offline')}</span>
            <Button size="sm" onClick={onConnect}>
              {t('chat.connect_model')}
            </Button>
          </div>
        )}
      </div>
    </div>
  );
}
