// What a skill wants to reach, each with a switch: nothing is granted that stands at off.
import { visibleLine } from '#main/contract/shown-text.ts';
import type { SkillCapabilities } from '#main/contract/skills.ts';
import { Switch } from '#renderer/ui/controls/switch.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';

export const noGrants: SkillCapabilities = {
  files: { read: [], write: [] },
  hosts: [],
  tools: [],
  devices: [],
  secrets: [],
};

export function hasWishes(wants: SkillCapabilities): boolean {
  return wishesOf(wants).length > 0;
}

type Wish = {
  readonly kind: 'read' | 'write' | 'host' | 'device' | 'secret';
  readonly value: string;
  readonly host?: string;
};

export function wishesOf(wants: SkillCapabilities): readonly Wish[] {
  return [
    ...wants.files.read.map((value): Wish => ({ kind: 'read', value })),
    ...wants.files.write.map((value): Wish => ({ kind: 'write', value })),
    ...wants.hosts.map((value): Wish => ({ kind: 'host', value })),
    ...wants.devices.map((value): Wish => ({ kind: 'device', value })),
    ...wants.secrets.map(({ name, host }): Wish => ({ kind: 'secret', value: name, host })),
  ];
}

const flip = (list: readonly string[], value: string, on: boolean) =>
  on ? [...new Set([...list, value])] : list.filter((one) => one !== value);

function change(
  granted: SkillCapabilities,
  wants: SkillCapabilities,
  { wish, on }: { wish: Wish; on: boolean },
): SkillCapabilities {
  const { files } = granted;
  switch (wish.kind) {
    case 'read':
      return { ...granted, files: { ...files, read: flip(files.read, wish.value, on) } };
    case 'write':
      return { ...granted, files: { ...files, write: flip(files.write, wish.value, on) } };
    case 'host':
      return { ...granted, hosts: flip(granted.hosts, wish.value, on) };
    case 'device':
      return { ...granted, devices: flip(granted.devices, wish.value, on) };
    case 'secret': {
      const others = granted.secrets.filter(({ name, host }) => name !== wish.value || host !== wish.host);
      const wanted = wants.secrets.filter(({ name, host }) => name === wish.value && host === wish.host);
      return { ...granted, secrets: on ? [...others, ...wanted] : others };
    }
  }
}

function isOn(granted: SkillCapabilities, { kind, value, host }: Wish): boolean {
  switch (kind) {
    case 'read':
      return granted.files.read.includes(value);
    case 'write':
      return granted.files.write.includes(value);
    case 'host':
      return granted.hosts.includes(value);
    case 'device':
      return granted.devices.includes(value);
    case 'secret':
      return granted.secrets.some((secret) => secret.name === value && secret.host === host);
  }
}

export type WishesProps = {
  readonly wants: SkillCapabilities;
  readonly granted: SkillCapabilities;
  readonly onChange: (granted: SkillCapabilities) => void;
  readonly disabled: boolean;
};

export function Wishes({ wants, granted, onChange, disabled }: WishesProps) {
  const { t } = useText();
  return (
    <div className="flex flex-col gap-3">
      {wishesOf(wants).map((wish) => {
        const isAll = wish.value === '.' && (wish.kind === 'read' || wish.kind === 'write');
        const params = { value: visibleLine(wish.value), host: visibleLine(wish.host ?? '') };
        return (
          <Switch
            key={`${wish.kind} ${wish.value} ${wish.host ?? ''}`}
            label={t(`skills.wish_${wish.kind}${isAll ? '_all' : ''}`, params)}
            hint={t(`skills.wish_${wish.kind}_hint`)}
            checked={isOn(granted, wish)}
            onChange={(on) => onChange(change(granted, wants, { wish, on }))}
            disabled={disabled}
          />
        );
      })}
      {wants.tools.length > 0 && (
        <p className="text-sm text-pretty wrap-anywhere text-ink-soft">
          {t('skills.wish_tools', { names: wants.tools.map(visibleLine).join(', ') })}
        </p>
      )}
    </div>
  );
}
