// Who a device is: how sure its name is, what it says of itself, and where it hangs.
import type { Device } from '#main/contract/devices.ts';
import { visibleLine } from '#main/contract/shown-text.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';

function identityWords({ key, path, manufacturer, product }: Device): string {
  const place = key.startsWith('path:') || key === path ? [path] : [key, path];
  return [...[manufacturer, product].filter((word) => word !== undefined), ...place].map(visibleLine).join(' · ');
}

export function DeviceIdentity({ device }: { readonly device: Device }) {
  const { t } = useText();
  const { confidence, transport } = device;
  const isOwnName = confidence !== 'given';
  const sure =
    isOwnName && transport === 'virtual'
      ? 'devices.sure_virtual'
      : isOwnName && transport === 'replay'
        ? 'recordings.sure'
        : (`devices.sure_${confidence}` as const);
  return (
    <>
      <span>{t(sure)}</span>
      <bdi dir="ltr" className="block font-mono text-xs wrap-anywhere">
        {identityWords(device)}
      </bdi>
    </>
  );
}
