// Several pages in one place. Arrow keys move between them.
import * as Radix from '@radix-ui/react-tabs';
import type { ReactNode } from 'react';
import { classes } from '../classes.ts';
import { useText } from '../text/text-context.tsx';

export type Tab = {
  readonly id: string;
  readonly label: string;
  readonly icon?: ReactNode;
  /** After the label: a number. */
  readonly badge?: ReactNode;
  readonly content: ReactNode;
};
export type TabsProps = {
  readonly tabs: readonly Tab[];
  readonly value: string;
  readonly onChange: (id: string) => void;
  /** Read aloud: what the pages are about. */
  readonly label: string;
  /** `side`: the names stand in a column at the start (it lies down on narrow windows). */
  readonly layout?: 'top' | 'side';
  /** At the end of the names (`top` only): a button. */
  readonly end?: ReactNode;
};

const names = {
  top: 'flex shrink-0 gap-1 overflow-x-auto border-b border-edge px-2',
  side: 'flex shrink-0 gap-0.5 max-list:overflow-x-auto max-list:border-b max-list:border-edge max-list:p-2 list:w-60 list:flex-col list:p-3',
};
const name = {
  top: '-mb-px h-9 border-b-2 border-transparent px-2 data-[state=active]:border-tide data-[state=active]:text-ink',
  side: 'h-8 rounded-control px-2 data-[state=active]:bg-pressed data-[state=active]:text-ink hover:bg-hover',
};

export function Tabs({ tabs, value, onChange, label, layout = 'top', end }: TabsProps) {
  const { direction } = useText();
  return (
    <Radix.Root
      dir={direction}
      value={value}
      onValueChange={onChange}
      orientation={layout === 'side' ? 'vertical' : 'horizontal'}
      className={classes('flex min-h-0 min-w-0 flex-1 flex-col', layout === 'side' && 'list:flex-row')}
    >
      <Names layout={layout} label={label} end={end}>
        {tabs.map((tab) => (
          <Radix.Trigger
            key={tab.id}
            value={tab.id}
            className={classes(
              'focus-inside flex shrink-0 items-center gap-2 text-start font-medium whitespace-nowrap text-ink-soft select-none',
              name[layout],
            )}
          >
            {tab.icon}
            {tab.label}
            {tab.badge}
          </Radix.Trigger>
        ))}
      </Names>
      {tabs.map((tab) => (
        <Radix.Content key={tab.id} value={tab.id} className="focus-inside min-h-0 min-w-0 flex-1 overflow-y-auto">
          {tab.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}

type NamesProps = Required<Pick<TabsProps, 'layout' | 'label'>> & {
  readonly end: ReactNode;
  readonly children: ReactNode;
};

function Names({ layout, label, end, children }: NamesProps) {
  const list = (
    <Radix.List aria-label={label} className={classes(names[layout], end !== undefined && 'min-w-0 flex-1 border-b-0')}>
      {children}
    </Radix.List>
  );
  if (end === undefined) return list;
  return (
    <div className="flex h-12 shrink-0 items-end gap-1 border-b border-edge pe-2">
      {list}
      <div className="flex h-full items-center">{end}</div>
    </div>
  );
}
