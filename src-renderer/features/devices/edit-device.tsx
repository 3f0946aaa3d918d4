// The person's own name for a device, and how fast it speaks.
import { useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import { baudRates, type Device } from '#main/contract/devices.ts';
import { visibleLine } from '#main/contract/shown-text.ts';
import { useAct } from '#renderer/api/use-act.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { Select } from '#renderer/ui/controls/select.tsx';
import { TextField } from '#renderer/ui/controls/text-field.tsx';
import { Dialog } from '#renderer/ui/overlays/dialog.tsx';
import { describeError } from '#renderer/ui/text/describe-error.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';

export const hasSpeed = ({ transport }: Device) => transport === 'serial';

export type EditDeviceProps = {
  readonly client: Pick<LimpetClient, 'devices'>;
  readonly device: Device;
  readonly onClose: () => void;
};

export function EditDevice({ client, device, onClose }: EditDeviceProps) {
  const { t } = useText();
  const { key } = device;
  const [name, setName] = useState(device.confidence === 'given' ? device.name : '');
  const [baudRate, setBaudRate] = useState(device.baudRate);
  const save = useAct(async () => {
    await client.devices.change({ key, name, baudRate });
    onClose();
  });
  // A bus and an adapter are as fast as they are asked to be, order by order.
  const rates = [...new Set([...baudRates, device.baudRate])].toSorted((a, b) => a - b);
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={visibleLine(device.name)}
      footer={
        <Button variant="primary" busy={save.isRunning} onClick={() => void save.run(undefined)}>
          {t('devices.save')}
        </Button>
      }
    >
      <TextField
        label={t('devices.name')}
        value={name}
        onChange={setName}
        maxLength={60}
        placeholder={device.confidence === 'given' ? undefined : device.name}
      />
      {hasSpeed(device) && (
        <Select
          label={t('devices.baud')}
          value={String(baudRate)}
          options={rates.map((rate) => ({ value: String(rate), label: String(rate) }))}
          onChange={(value) => setBaudRate(Number(value))}
        />
      )}
      {save.error !== undefined && (
        <p role="alert" className="text-stop-ink">
          {describeError(save.error, t)}
        </p>
      )}
    </Dialog>
  );
}
