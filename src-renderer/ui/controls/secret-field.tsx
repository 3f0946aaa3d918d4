// A field whose text is hidden unless asked for; never filled in from anywhere.
import { ClipboardX, Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import { useText } from '../text/text-context.tsx';
import { Button } from './button.tsx';
import { IconButton } from './icon-button.tsx';
import { TextField, type TextFieldProps } from './text-field.tsx';

export type SecretFieldProps = Omit<TextFieldProps, 'type' | 'end'>;

/** What was pasted stays on the clipboard unless the person clears it. */
export function SecretField(props: SecretFieldProps) {
  const { t } = useText();
  const [isShown, setIsShown] = useState(false);
  const [isPasted, setIsPasted] = useState(false);
  const field = (
    <TextField
      mono
      spellCheck={false}
      autoCapitalize="off"
      autoComplete="off"
      {...props}
      type={isShown ? 'text' : 'password'}
      onPaste={() => setIsPasted(true)}
      end={
        <IconButton
          size="sm"
          label={t(isShown ? 'settings.hide' : 'settings.show')}
          icon={isShown ? <EyeOff aria-hidden="true" /> : <Eye aria-hidden="true" />}
          onClick={() => setIsShown(!isShown)}
        />
      }
    />
  );
  return (
    <div className="flex flex-col gap-1">
      {field}
      {isPasted && <ClearClipboard />}
    </div>
  );
}

function ClearClipboard() {
  const { t } = useText();
  const [state, setState] = useState<'held' | 'clearing' | 'cleared' | 'failed'>('held');
  const clear = async () => {
    setState('clearing');
    await navigator.clipboard.writeText('').then(
      () => setState('cleared'),
      () => setState('failed'),
    );
  };
  if (state === 'cleared')
    return (
      <p role="status" className="text-sm text-ink-soft">
        {t('secrets.clipboard_cleared')}
      </p>
    );
  return (
    <>
      <div>
        <Button
          size="sm"
          variant="plain"
          icon={<ClipboardX aria-hidden="true" />}
          busy={state === 'clearing'}
          onClick={() => void clear()}
        >
          {t('secrets.clipboard_clear')}
        </Button>
      </div>
      {state === 'failed' && (
        <p role="alert" className="text-stop-ink">
          {t('secrets.clipboard_failed')}
        </p>
      )}
    </>
  );
}
