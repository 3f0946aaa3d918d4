// How a device is, as an icon and a word.
import { CircleAlert, CircleCheck, CircleDashed, CircleHelp, Radio, Unplug } from 'lucide-react';
import type { DeviceState } from '#main/contract/devices.ts';
import { Badge } from '#renderer/ui/display/badge.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';

const looks = {
  found: { tone: 'plain', icon: <CircleDashed aria-hidden="true" /> },
  allowed: { tone: 'done', icon: <CircleCheck aria-hidden="true" /> },
  connected: { tone: 'live', icon: <Radio aria-hidden="true" /> },
  busy: { tone: 'stop', icon: <CircleAlert aria-hidden="true" /> },
  not_responding: { tone: 'ask', icon: <CircleHelp aria-hidden="true" /> },
  gone: { tone: 'plain', icon: <Unplug aria-hidden="true" /> },
} as const;

export function StateBadge({ state }: { readonly state: DeviceState }) {
  const { t } = useText();
  const { tone, icon } = looks[state];
  return (
    <Badge tone={tone} icon={icon}>
      {t(`devices.state_${state}`)}
    </Badge>
  );
}
