// After a live test that went well: what it came to, and which model of the connection answers from now on.
import { CircleCheck } from 'lucide-react';
import { useState } from 'react';
import type { Connection, ConnectionTest, ModelInfo } from '#main/contract/models.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { suggestModel } from './offers.ts';
import type { ModelPickerSlot } from './slots.ts';

export type PickModelProps = {
  readonly ModelPicker: ModelPickerSlot;
  readonly connections: readonly Connection[];
  readonly models: readonly ModelInfo[];
  /** Gone after a reload; the model that answered is not. */
  readonly test: ConnectionTest | undefined;
  readonly tested: string | undefined;
  readonly onModel: (ref: string) => void;
  readonly onBack: () => void;
};

export function PickModel(props: PickModelProps) {
  const { ModelPicker, connections, models, test, tested, onModel, onBack } = props;
  const { t } = useText();
  const [chosen, setChosen] = useState<string>();
  // A server without a list still answered the test; then that model is the one.
  const value = chosen ?? suggestModel(models, tested)?.ref ?? tested;
  return (
    <div className="flex flex-col gap-4">
      {test !== undefined && <TestLine test={test} />}
      <ModelPicker
        label={t('onboarding.model_choice')}
        hint=""
        value={value}
        models={models}
        connections={connections}
        onChange={(ref) => setChosen(ref ?? undefined)}
      />
      <div className="flex gap-2">
        <Button
          variant="primary"
          data-next
          disabled={value === undefined}
          onClick={() => value !== undefined && onModel(value)}
        >
          {t('onboarding.next')}
        </Button>
        <Button variant="plain" onClick={onBack}>
          {t('onboarding.back')}
        </Button>
      </div>
    </div>
  );
}

function TestLine({ test }: { readonly test: ConnectionTest }) {
  const { t } = useText();
  const works =
    test.firstTokenMs === undefined || test.model === undefined
      ? t('onboarding.test_ok_plain')
      : t('onboarding.test_ok', { model: test.model, ms: test.firstTokenMs });
  const listed = test.modelCount === undefined ? [] : [t('onboarding.test_models', { count: test.modelCount })];
  return (
    <p role="status" className="flex items-start gap-2 text-done-ink">
      <CircleCheck className="mt-0.5" aria-hidden="true" />
      <span className="min-w-0 wrap-anywhere">{[works, ...listed].join(' · ')}</span>
    </p>
  );
}
