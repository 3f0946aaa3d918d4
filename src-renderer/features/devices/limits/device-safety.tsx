// What holds a device back: its limits, and whether it becomes safe by itself.
import { ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { Device } from '#main/contract/devices.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { LimitsDialog } from './limits-dialog.tsx';

export type DeviceSafetyProps = { readonly client: Pick<LimpetClient, 'bench'>; readonly device: Device };

/** A bus of this computer and an adapter run nothing that could have a timer. */
const mayHaveTimer = ({ transport }: Device) => transport === 'serial' || transport === 'virtual';

export function DeviceSafety({ client, device }: DeviceSafetyProps) {
  const { t } = useText();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <div className="flex flex-wrap items-start justify-between gap-2 border-t border-edge pt-3">
      <div className="flex min-w-60 flex-1 flex-col gap-1 text-sm text-pretty text-ink-soft">
        <p>{t(device.limits === undefined ? 'bench.limits_none' : 'bench.limits_set')}</p>
        {mayHaveTimer(device) && <p>{t(device.deadMan === true ? 'bench.timer_own' : 'bench.timer_none')}</p>}
      </div>
      <Button size="sm" icon={<ShieldCheck aria-hidden="true" />} onClick={() => setIsOpen(true)}>
        {t('bench.limits')}
      </Button>
      {isOpen && <LimitsDialog client={client} device={device} onClose={() => setIsOpen(false)} />}
    </div>
  );
}
