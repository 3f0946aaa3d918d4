// What to know or do about a device as it is now, where nothing stands in its way.
import type { Device } from '#main/contract/devices.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';

function hintOf({ state, transport }: Device, hasProblem: boolean) {
  if (state === 'found') return 'devices.allow_text';
  if (state === 'not_responding') return 'live.hint_not_responding';
  if (state === 'gone' && transport === 'virtual') return 'live.hint_gone_virtual';
  if (state === 'gone') return transport === 'replay' ? 'live.hint_gone_replay' : 'live.hint_gone';
  return state === 'allowed' && !hasProblem ? 'devices.connect_text' : undefined;
}

export function DeviceHint({ device, hasProblem }: { readonly device: Device; readonly hasProblem: boolean }) {
  const { t } = useText();
  const hint = hintOf(device, hasProblem);
  return hint === undefined ? null : <p className="text-pretty text-ink-soft">{t(hint)}</p>;
}
