// The vendors to connect, as tiles: those that need a key, those on this machine, and any other address.
import { Cpu, KeyRound, Link2, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Vendor } from '#main/contract/models.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';

export type VendorTilesProps = {
  readonly vendors: readonly Vendor[];
  readonly onVendor: (vendor: Vendor) => void;
};

export function VendorTiles({ vendors, onVendor }: VendorTilesProps) {
  const { t } = useText();
  return (
    <ul className="grid grid-cols-2 gap-2 bar:grid-cols-3">
      {vendors.map((vendor) => {
        const { detail, icon: Icon } = kindOf(vendor);
        return (
          <li key={vendor.id}>
            <Tile
              title={vendor.label}
              detail={t(detail)}
              icon={<Icon aria-hidden="true" />}
              onClick={() => onVendor(vendor)}
            />
          </li>
        );
      })}
    </ul>
  );
}

function kindOf(vendor: Vendor): { readonly detail: string; readonly icon: LucideIcon } {
  if (vendor.baseUrl === '') return { detail: 'settings.connection_custom', icon: Link2 };
  if (vendor.local) return { detail: 'settings.local', icon: Cpu };
  return { detail: 'settings.connection_key', icon: KeyRound };
}

type TileProps = {
  readonly title: string;
  readonly detail: string;
  readonly icon: ReactNode;
  readonly onClick: () => void;
};

function Tile({ title, detail, icon, onClick }: TileProps) {
  return (
    <button
      type="button"
      onClick={onClick}
      className="flex h-full min-h-14 w-full items-center gap-3 rounded-control border border-edge bg-raised px-3 py-2 text-start transition-colors duration-100 hover:border-edge-strong hover:bg-hover"
    >
      <span className="flex text-ink-faint">{icon}</span>
      <span className="flex min-w-0 flex-col">
        <span className="font-medium wrap-anywhere">{title}</span>
        <span className="text-xs text-ink-soft">{detail}</span>
      </span>
    </button>
  );
}
