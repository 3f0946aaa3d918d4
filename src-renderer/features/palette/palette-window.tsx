// The palette's window: a field, the groups that fit what was typed, and the keys at the foot.
import * as Dialog from '@radix-ui/react-dialog';
import { Command } from 'cmdk';
import { ArrowLeft, Search } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useRef } from 'react';
import { Kbd } from '#renderer/ui/display/kbd.tsx';
import { ActiveDescendant } from '#renderer/ui/overlays/active-descendant.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { paletteRank } from './rank.ts';

export type PaletteWindowProps = {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly text: string;
  readonly onText: (text: string) => void;
  /** The name of the page below the first one, and the way back. */
  readonly page: { readonly title: string; readonly onBack: () => void } | undefined;
  /** What the search in messages is doing, in words. */
  readonly status: string | undefined;
  /** The entry that Enter takes. */
  readonly selected: string;
  readonly onSelected: (value: string) => void;
  readonly children: ReactNode;
};

export function PaletteWindow(props: PaletteWindowProps) {
  const { open, onOpenChange, text, onText, page, status, children } = props;
  const { t } = useText();
  const list = useRef<HTMLDivElement>(null);
  const pressKey = (event: KeyboardEvent) => {
    if (page === undefined) return;
    if (event.key === 'Escape' || (event.key === 'Backspace' && text === '')) {
      event.preventDefault();
      event.stopPropagation();
      page.onBack();
    }
  };
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 animate-appear bg-scrim" />
        <Dialog.Content
          aria-describedby={undefined}
          onEscapeKeyDown={(event) => {
            if (page !== undefined) event.preventDefault();
          }}
          className="fixed top-[12dvh] left-1/2 z-40 flex max-h-[min(520px,76dvh)] w-[calc(100vw-32px)] max-w-160 -translate-x-1/2 animate-appear flex-col overflow-hidden rounded-window border border-edge bg-raised shadow-float"
        >
          <Dialog.Title className="sr-only">{t('app.palette_title')}</Dialog.Title>
          <Command
            label={t('app.palette_title')}
            filter={paletteRank}
            value={props.selected}
            onValueChange={props.onSelected}
            loop
            className="flex min-h-0 flex-1 flex-col"
            onKeyDown={pressKey}
          >
            <SearchLine
              text={text}
              page={page}
              onText={(next) => {
                onText(next);
                list.current?.scrollTo({ top: 0 });
              }}
            />
            <Command.List ref={list} label={t('app.palette_results')} className="min-h-0 flex-1 overflow-y-auto p-1.5">
              <Command.Empty className="px-4 py-8 text-center text-ink-soft">
                {status ?? t('app.palette_empty', { text })}
              </Command.Empty>
              {children}
            </Command.List>
            <Foot status={status} />
            <ActiveDescendant />
          </Command>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

type SearchLineProps = Pick<PaletteWindowProps, 'text' | 'page' | 'onText'>;

function SearchLine({ text, page, onText }: SearchLineProps) {
  const { t } = useText();
  return (
    <div className="flex h-12 shrink-0 items-center gap-2 border-b border-edge ps-3 pe-4">
      {page === undefined ? (
        <Search className="mx-1.5 text-ink-faint" aria-hidden="true" />
      ) : (
        <button
          type="button"
          aria-label={t('app.palette_back')}
          onClick={page.onBack}
          className="inline-flex size-7 items-center justify-center rounded-control text-ink-soft hover:bg-hover"
        >
          <ArrowLeft aria-hidden="true" />
        </button>
      )}
      <Command.Input
        value={text}
        onValueChange={onText}
        placeholder={
          page === undefined ? t('app.palette_placeholder') : t('app.palette_placeholder_in', { title: page.title })
        }
        className="h-full min-w-0 flex-1 bg-transparent text-read outline-none"
      />
    </div>
  );
}

function Foot({ status }: { readonly status: string | undefined }) {
  const { t } = useText();
  const hints = [
    { keys: '↑ ↓', text: t('app.palette_hint_move') },
    { keys: 'Enter', text: t('app.palette_hint_choose') },
    { keys: 'Esc', text: t('app.palette_hint_close') },
  ];
  return (
    <div className="flex min-h-9 shrink-0 items-center gap-4 border-t border-edge px-4 py-1 text-xs text-ink-soft">
      <span role="status" className="min-w-0 flex-1 truncate">
        {status}
      </span>
      {hints.map((hint) => (
        <span key={hint.text} className="flex items-center gap-1.5 max-bar:hidden">
          <Kbd keys={hint.keys} />
          {hint.text}
        </span>
      ))}
    </div>
  );
}
