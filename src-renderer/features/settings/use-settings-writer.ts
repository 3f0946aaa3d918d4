// Changes settings one field at a time: shown at once, taken back with a reason when the core refuses.
import { useCallback, useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import { isCancelled, toErrorData } from '#main/contract/errors.ts';
import { lockOf, type Settings, type SettingsPatch, type SettingsSources, valueAt } from '#main/contract/settings.ts';
import { useFollow } from '#renderer/api/use-follow.ts';
import { describeError } from '#renderer/ui/text/describe-error.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import {
  fieldOfPatch,
  fieldOfRefusal,
  type SettingValues,
  toPatch,
  toStartPatch,
  withPatch,
} from './settings-patch.ts';
import type { SettingsWriter } from './settings-writer.ts';

export type SettingsWriterOptions = {
  readonly client: LimpetClient;
  /** As followed by the app. */
  readonly settings: Settings;
  readonly isOffline: boolean;
};

/** Where values come from, followed for as long as the page is open. */
function useSources(client: LimpetClient) {
  const [sources, setSources] = useState<SettingsSources>();
  const open = useCallback((signal: AbortSignal) => client.settings.sources({}, { signal }), [client]);
  useFollow({ open, onItem: setSources });
  return [sources, setSources] as const;
}

/** Why changes were refused, by field. */
function useRefusals() {
  const { t } = useText();
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  return {
    of: (field: string) => errors[field],
    forget: (field: string) => setErrors(({ [field]: _old, ...others }) => others),
    take(error: unknown, sent: string) {
      if (isCancelled(error)) return;
      const data = toErrorData(error);
      const field = fieldOfRefusal(data.details?.path, sent);
      setErrors((all) => ({ ...all, [field]: t('settings.not_saved', { reason: describeError(data, t) }) }));
    },
  };
}

export function useSettingsWriter({ client, settings, isOffline }: SettingsWriterOptions): SettingsWriter {
  const [underway, setUnderway] = useState<readonly SettingsPatch[]>([]);
  const [otherWork, setOtherWork] = useState(0);
  // The answer of a change counts until the stream brings newer settings, so nothing jumps back in between.
  const [answer, setAnswer] = useState<{ settings: Settings; seen: Settings }>();
  const [sources, setSources] = useSources(client);
  const refusals = useRefusals();

  const base = answer?.seen === settings ? answer.settings : settings;
  const shown = underway.reduce(withPatch, base);
  const setPatch = async (patch: SettingsPatch): Promise<boolean> => {
    const field = fieldOfPatch(patch);
    setUnderway((all) => [...all, patch]);
    refusals.forget(field);
    try {
      setAnswer({ settings: await client.settings.set({ patch }), seen: settings });
      return true;
    } catch (error) {
      refusals.take(error, field);
      return false;
    } finally {
      setUnderway((all) => all.filter((one) => one !== patch));
    }
  };
  const working = async (field: string, work: () => Promise<void>): Promise<boolean> => {
    setOtherWork((count) => count + 1);
    refusals.forget(field);
    try {
      await work();
      return true;
    } catch (error) {
      refusals.take(error, field);
      return false;
    } finally {
      setOtherWork((count) => count - 1);
    }
  };
  const setStart = (values: SettingValues) =>
    working([...values.keys()][0] ?? '', async () => {
      setSources(await client.settings.setStart({ patch: toStartPatch(values) }));
    });
  const setAll = async (values: SettingValues): Promise<boolean> => {
    const [own, atStart] = [toPatch(values), toStartPatch(values)];
    const isKept = fieldOfPatch(own) === '' || (await setPatch(own));
    return isKept && (fieldOfPatch(atStart) === '' || (await setStart(values)));
  };
  return {
    settings: shown,
    sources,
    valueOf: (one) => valueAt(one.scope === 'person' ? shown : sources?.next, one.path),
    lockOf: (one) => lockOf(one, sources?.origins[one.path]),
    set: (patch) => void setPatch(patch),
    setValue: (one, value) => void setAll(new Map([[one.path, value]])),
    reset: (paths) =>
      working(paths[0] ?? '', async () => {
        setAnswer({ settings: await client.settings.reset({ paths: [...paths] }), seen: settings });
      }),
    setAll,
    errorOf: refusals.of,
    isSaving: underway.length > 0 || otherWork > 0,
    isOffline,
  };
}
