// The buttons of a device: what can be done with it as it is now.
import { Cable, ChevronDown, Pencil, Trash2, Unplug } from 'lucide-react';
import type { Device } from '#main/contract/devices.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { hasSpeed } from './edit-device.tsx';
import type { DeviceActs } from './use-device-acts.ts';

export type DeviceDialog = 'forget' | 'edit';
export type DeviceActionsProps = {
  readonly device: Device;
  readonly acts: DeviceActs;
  /** Whether there is anything to look at. */
  readonly hasViews: boolean;
  readonly isUnfolded: boolean;
  readonly onConnected: () => void;
  readonly onUnfold: (isUnfolded: boolean) => void;
  readonly onDialog: (dialog: DeviceDialog) => void;
};

export const isOpen = ({ state }: Device) => state === 'connected' || state === 'not_responding';
export const canConnect = ({ state }: Device) => state === 'allowed' || state === 'busy';

export function DeviceActions(props: DeviceActionsProps) {
  const { device, acts, hasViews, isUnfolded, onUnfold, onDialog } = props;
  const { t } = useText();
  const isAllowed = device.allowedAt !== undefined;
  const connect = () => void acts.connect.run(undefined).then((done) => done !== undefined && props.onConnected());
  return (
    <div className="flex flex-wrap gap-2">
      {!isAllowed && (
        <Button
          variant={device.confidence === 'unknown' ? 'outline' : 'primary'}
          busy={acts.allow.isRunning}
          onClick={() => void acts.allow.run(undefined)}
        >
          {t('devices.allow')}
        </Button>
      )}
      {canConnect(device) && (
        <Button variant="primary" icon={<Cable aria-hidden="true" />} busy={acts.connect.isRunning} onClick={connect}>
          {t('devices.connect')}
        </Button>
      )}
      {hasViews && (
        <Button
          icon={<ChevronDown aria-hidden="true" className={isUnfolded ? 'rotate-180' : undefined} />}
          aria-expanded={isUnfolded}
          onClick={() => onUnfold(!isUnfolded)}
        >
          {t('live.details')}
        </Button>
      )}
      {isOpen(device) && (
        <Button
          icon={<Unplug aria-hidden="true" />}
          busy={acts.disconnect.isRunning}
          onClick={() => void acts.disconnect.run(undefined)}
        >
          {t('devices.disconnect')}
        </Button>
      )}
      {isAllowed && (
        <>
          <Button icon={<Pencil aria-hidden="true" />} onClick={() => onDialog('edit')}>
            {t(hasSpeed(device) ? 'devices.settings' : 'devices.name')}
          </Button>
          <Button variant="plain" icon={<Trash2 aria-hidden="true" />} onClick={() => onDialog('forget')}>
            {t('devices.forget')}
          </Button>
        </>
      )}
    </div>
  );
}
