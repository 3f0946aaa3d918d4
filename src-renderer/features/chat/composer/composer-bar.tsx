// The line under the text: attach, model, what sending would cost, queue, stop, send.
import { ArrowUp, ChevronUp, ListPlus, Paperclip, Plug, Plus, Square } from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import { IconButton } from '#renderer/ui/controls/icon-button.tsx';
import { modifierKey } from '#renderer/ui/display/kbd.tsx';
import { Menu, MenuItem } from '#renderer/ui/overlays/menu.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import type { Outgoing } from './outgoing.ts';

export type ComposerBarProps = {
  readonly isBusy: boolean;
  readonly isStopping: boolean;
  readonly isEditing: boolean;
  readonly canSend: boolean;
  readonly hasText: boolean;
  readonly model: ReactNode;
  readonly estimate: string | undefined;
  readonly onAttach: (files: readonly File[]) => void;
  readonly onFromServer: (() => void) | undefined;
  readonly onSend: (mode: Outgoing['mode']) => void;
  readonly onStop: () => void;
};

export function ComposerBar(props: ComposerBarProps) {
  const { isBusy, isStopping, isEditing, canSend, hasText, model, estimate, onAttach, onFromServer, onSend, onStop } =
    props;
  const { t } = useText();
  const picker = useRef<HTMLInputElement>(null);
  return (
    <div className="flex items-center gap-1 px-2 pb-2">
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        aria-label={t('chat.attach')}
        onChange={(event) => {
          onAttach([...(event.target.files ?? [])]);
          // The same file may be chosen again.
          event.target.value = '';
        }}
      />
      {onFromServer === undefined ? (
        <IconButton
          label={t('chat.attach')}
          side="top"
          icon={<Plus aria-hidden="true" />}
          onClick={() => picker.current?.click()}
        />
      ) : (
        <Menu
          side="top"
          align="start"
          trigger={<IconButton label={t('chat.attach')} side="top" icon={<Plus aria-hidden="true" />} />}
        >
          <MenuItem icon={<Paperclip aria-hidden="true" />} onSelect={() => picker.current?.click()}>
            {t('mcp.attach_files')}
          </MenuItem>
          <MenuItem icon={<Plug aria-hidden="true" />} onSelect={onFromServer}>
            {t('mcp.attach_from_server')}
          </MenuItem>
        </Menu>
      )}
      {model}
      <span className="min-w-0 flex-1 truncate px-1 text-end text-xs text-ink-faint tabular-nums max-bar:invisible">
        {estimate}
      </span>
      {isBusy && hasText && !isEditing && (
        <Menu
          side="top"
          trigger={<IconButton label={t('chat.send_choices')} side="top" icon={<ChevronUp aria-hidden="true" />} />}
        >
          <MenuItem
            icon={<ArrowUp aria-hidden="true" />}
            shortcut="Enter"
            detail={t('chat.steer_text')}
            disabled={!canSend}
            onSelect={() => onSend('auto')}
          >
            {t('chat.steer')}
          </MenuItem>
          <MenuItem
            icon={<ListPlus aria-hidden="true" />}
            shortcut={`${modifierKey()} Enter`}
            detail={t('chat.queue_text')}
            disabled={!canSend}
            onSelect={() => onSend('queue')}
          >
            {t('chat.queue_send')}
          </MenuItem>
        </Menu>
      )}
      {isBusy && (
        <IconButton
          label={t('chat.stop')}
          shortcut="Esc"
          side="top"
          variant="outline"
          disabled={isStopping}
          icon={<Square className="size-3! fill-current" aria-hidden="true" />}
          onClick={onStop}
        />
      )}
      {(!isBusy || hasText) && (
        <IconButton
          label={t(isEditing ? 'chat.send_edit' : isBusy ? 'chat.steer' : 'chat.send')}
          shortcut="Enter"
          side="top"
          variant="primary"
          disabled={!canSend}
          icon={<ArrowUp aria-hidden="true" />}
          onClick={() => onSend('auto')}
        />
      )}
    </div>
  );
}
