// Asks before a device is forgotten.
import type { Device } from '#main/contract/devices.ts';
import { visibleLine } from '#main/contract/shown-text.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { Dialog } from '#renderer/ui/overlays/dialog.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import type { DeviceActs } from './use-device-acts.ts';

export type ForgetDeviceProps = {
  readonly device: Device;
  readonly forget: DeviceActs['forget'];
  readonly isOpen: boolean;
  readonly onClose: () => void;
};

export function ForgetDevice({ device, forget, isOpen, onClose }: ForgetDeviceProps) {
  const { t } = useText();
  return (
    <Dialog
      open={isOpen}
      onOpenChange={onClose}
      title={t('devices.forget_title', { device: visibleLine(device.name) })}
      description={t('devices.forget_text')}
      footer={
        <Button variant="danger" busy={forget.isRunning} onClick={() => void forget.run(undefined).then(onClose)}>
          {t('devices.forget')}
        </Button>
      }
    />
  );
}
