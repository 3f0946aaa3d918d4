// The sentence for a failure of the secret store: a wrong passphrase has one of its own.
import { useCallback } from 'react';
import type { ErrorData } from '#main/contract/errors.ts';
import { describeError } from '#renderer/ui/text/describe-error.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';

export function useSecretWords(): (error: ErrorData | undefined) => string | undefined {
  const { t } = useText();
  return useCallback(
    (error) => {
      if (error === undefined) return undefined;
      if (error.details?.reason === 'wrong_passphrase') return t('settings.passphrase_wrong');
      return describeError(error, t);
    },
    [t],
  );
}
