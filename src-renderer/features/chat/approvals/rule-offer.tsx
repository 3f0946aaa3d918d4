// After three equal answers, quietly: the rule that would spare the fourth question.
import { useState } from 'react';
import type { Proposal } from '#main/contract/policy.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { visibleSentence } from '../calls/visible-text.ts';

type RuleOfferProps = { readonly proposal: Proposal; readonly onAdd: (proposal: Proposal) => Promise<void> };

export function RuleOffer({ proposal, onAdd }: RuleOfferProps) {
  const { t } = useText();
  const [state, setState] = useState<'open' | 'adding' | 'added'>('open');
  const add = () => {
    setState('adding');
    onAdd(proposal).then(
      () => setState('added'),
      () => setState('open'),
    );
  };
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 border-t border-edge pt-2 text-sm text-ink-soft">
      <p className="min-w-0 flex-1 wrap-anywhere">
        {t('permissions.allowed_times', { count: proposal.times })} {visibleSentence(t, proposal.words)}
      </p>
      {state === 'added' ? (
        <p role="status">{t('permissions.rule_added')}</p>
      ) : (
        <Button
          size="sm"
          variant="plain"
          busy={state === 'adding'}
          onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
          onClick={add}
        >
          {t('permissions.add_this_rule')}
        </Button>
      )}
    </div>
  );
}
