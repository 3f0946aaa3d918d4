// The field that searches all chats; Down goes into the list below it, Esc empties it.
import { Search, X } from 'lucide-react';
import type { RefObject } from 'react';
import { IconButton } from '#renderer/ui/controls/icon-button.tsx';
import { TextField } from '#renderer/ui/controls/text-field.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';

export type SearchFieldProps = {
  readonly typed: string;
  readonly onTyped: (text: string) => void;
  /** Down: into the list below. */
  readonly onDown: () => void;
  readonly fieldRef?: RefObject<HTMLInputElement | null>;
};

export function SearchField({ typed, onTyped, onDown, fieldRef }: SearchFieldProps) {
  const { t } = useText();
  return (
    <search className="px-2 pb-2">
      <TextField
        {...(fieldRef === undefined ? {} : { ref: fieldRef })}
        label={t('sessions.search_label')}
        hideLabel
        type="search"
        autoComplete="off"
        maxLength={500}
        placeholder={t('sessions.search_placeholder')}
        icon={<Search aria-hidden="true" />}
        value={typed}
        onChange={onTyped}
        className="[&::-webkit-search-cancel-button]:hidden"
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown') {
            event.preventDefault();
            onDown();
          }
          if (event.key === 'Escape' && typed !== '') {
            event.stopPropagation();
            onTyped('');
          }
        }}
        {...(typed === ''
          ? {}
          : {
              end: (
                <IconButton
                  size="sm"
                  label={t('sessions.search_clear')}
                  icon={<X aria-hidden="true" />}
                  onClick={() => onTyped('')}
                />
              ),
            })}
      />
    </search>
  );
}
