// A menu that opens from a button.
import * as Radix from '@radix-ui/react-dropdown-menu';
import { Check } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { classes } from '../classes.ts';
import { Kbd } from '../display/kbd.tsx';
import { useText } from '../text/text-context.tsx';

export type MenuProps = {
  /** A Button or IconButton. */
  readonly trigger: ReactElement;
  readonly children: ReactNode;
  readonly align?: 'start' | 'center' | 'end';
  readonly side?: 'top' | 'bottom' | 'left' | 'right';
  readonly open?: boolean;
  readonly onOpenChange?: (open: boolean) => void;
  /** Called once it has closed, to put the focus elsewhere than on the trigger. */
  readonly returnFocus?: () => void;
};

export function Menu(props: MenuProps) {
  const { trigger, children, align = 'end', side = 'bottom', open, onOpenChange, returnFocus } = props;
  const { direction } = useText();
  return (
    <Radix.Root
      dir={direction}
      modal={false}
      {...(open === undefined ? {} : { open })}
      {...(onOpenChange === undefined ? {} : { onOpenChange })}
    >
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          side={side}
          sideOffset={4}
          collisionPadding={8}
          onCloseAutoFocus={(event) => {
            if (returnFocus === undefined) return;
            event.preventDefault();
            returnFocus();
          }}
          className="z-50 max-h-(--radix-dropdown-menu-content-available-height) min-w-48 max-w-80 animate-appear overflow-y-auto rounded-card border border-edge bg-raised p-1 shadow-float"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

const itemShape =
  'flex min-h-8 items-center gap-2 rounded-control px-2 py-1 outline-none select-none ' +
  'data-[disabled]:opacity-50 data-[highlighted]:bg-hover';

export type MenuItemProps = {
  readonly children: ReactNode;
  readonly onSelect: () => void;
  readonly icon?: ReactNode;
  readonly shortcut?: string;
  /** A second, quieter line. */
  readonly detail?: ReactNode;
  readonly danger?: boolean;
  readonly disabled?: boolean;
};

export function MenuItem(props: MenuItemProps) {
  const { children, onSelect, icon, shortcut, detail, danger = false, disabled = false } = props;
  return (
    <Radix.Item onSelect={onSelect} disabled={disabled} className={classes(itemShape, danger && 'text-stop-ink')}>
      {icon !== undefined && <span className={danger ? 'flex' : 'flex text-ink-soft'}>{icon}</span>}
      <span className="flex min-w-0 flex-1 flex-col">
        <span className="truncate">{children}</span>
        {detail !== undefined && <span className="text-xs text-ink-soft">{detail}</span>}
      </span>
      {shortcut !== undefined && <Kbd keys={shortcut} />}
    </Radix.Item>
  );
}

export type MenuChoiceProps = {
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string; readonly detail?: string | undefined }[];
  readonly onChange: (value: string) => void;
};

/** One of several, with a tick at the present one. */
export function MenuChoice({ value, options, onChange }: MenuChoiceProps) {
  return (
    <Radix.RadioGroup value={value} onValueChange={onChange}>
      {options.map((option) => (
        <Radix.RadioItem key={option.value} value={option.value} className={itemShape}>
          <span className="flex w-4 shrink-0 text-tide-ink">
            <Radix.ItemIndicator>
              <Check aria-hidden="true" />
            </Radix.ItemIndicator>
          </span>
          <span className="flex min-w-0 flex-col">
            <span className="truncate">{option.label}</span>
            {option.detail !== undefined && <span className="text-xs text-ink-soft">{option.detail}</span>}
          </span>
        </Radix.RadioItem>
      ))}
    </Radix.RadioGroup>
  );
}

export function MenuLabel({ children }: { readonly children: ReactNode }) {
  return <Radix.Label className="px-2 pt-1 pb-0.5 text-xs font-medium text-ink-faint">{children}</Radix.Label>;
}

export function MenuSeparator() {
  return <Radix.Separator className="mx-1 my-1 h-px bg-edge" />;
}
