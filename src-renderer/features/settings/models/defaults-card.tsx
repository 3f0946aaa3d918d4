// The model that answers by default, the one that takes over, how long to think, and whether to look for local ones.
import type { LimpetClient } from '#main/contract/contract.ts';
import type { ModelInfo, ModelsState } from '#main/contract/models.ts';
import { useAct } from '#renderer/api/use-act.ts';
import { Card } from '#renderer/ui/display/card.tsx';
import { describeError } from '#renderer/ui/text/describe-error.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { SettingField } from '../fields/setting-field.tsx';
import type { SettingsWriter } from '../settings-writer.ts';
import { connectionOf, ModelPicker } from './model-picker.tsx';

export type DefaultsCardProps = {
  readonly client: LimpetClient;
  readonly writer: SettingsWriter;
  readonly models: ModelsState;
};

export function DefaultsCard({ client, writer, models }: DefaultsCardProps) {
  const { t } = useText();
  const { isOffline } = writer;
  const setDefault = useAct((model: string) => client.models.setDefault({ model }));
  const setFallback = useAct((model: string | null) => client.models.setFallback({ model }));
  const usable = usableModels(models);
  // Offline answers without a model; what it is called says so, and it takes over for nobody.
  const named = usable.map((model) =>
    isOfflineModel(model) ? { ...model, label: t('settings.models_offline') } : model,
  );
  return (
    <Card title={t('settings.models_defaults')}>
      <div className="grid gap-4 bar:grid-cols-2">
        <ModelPicker
          label={t('settings.models_default')}
          hint={t('settings.models_default_text')}
          value={models.defaultModel}
          models={named}
          connections={models.connections}
          disabled={isOffline}
          error={setDefault.error && describeError(setDefault.error, t)}
          onChange={(ref) => {
            if (ref !== null) void setDefault.run(ref);
          }}
        />
        <ModelPicker
          label={t('settings.models_fallback')}
          hint={t('settings.models_fallback_text')}
          value={models.fallbackModel}
          none={t('settings.models_fallback_none')}
          models={usable.filter((model) => !isOfflineModel(model))}
          connections={models.connections}
          disabled={isOffline}
          error={setFallback.error && describeError(setFallback.error, t)}
          onChange={(ref) => void setFallback.run(ref)}
        />
        <SettingField path="reasoning" writer={writer} />
      </div>
      <SettingField path="findLocalModels" writer={writer} />
    </Card>
  );
}

function usableModels({ models, connections }: ModelsState): ModelInfo[] {
  return models.filter((model) => connections.some((one) => one.id === connectionOf(model.ref) && one.enabled));
}

function isOfflineModel(model: ModelInfo): boolean {
  return connectionOf(model.ref) === 'offline';
}
