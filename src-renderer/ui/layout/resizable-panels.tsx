// Two panels side by side with a bar between them; the width is remembered under `id`.
import type { ReactNode } from 'react';
import { Group, Panel, Separator, useDefaultLayout } from 'react-resizable-panels';

export type ResizablePanelsProps = {
  readonly id: string;
  readonly start: ReactNode;
  readonly children: ReactNode;
  /** For screen readers: what the bar resizes. */
  readonly label: string;
  /** Pixels of the first panel. */
  readonly startSize?: number;
  readonly minSize?: number;
  readonly maxSize?: number;
};

export function ResizablePanels(props: ResizablePanelsProps) {
  const { id, start, children, label, startSize = 280, minSize = 220, maxSize = 420 } = props;
  const layout = useDefaultLayout({ id, storage: localStorage, onlySaveAfterUserInteractions: true });
  return (
    <Group
      id={id}
      className="min-h-0 flex-1"
      defaultLayout={layout.defaultLayout}
      onLayoutChanged={layout.onLayoutChanged}
      orientation="horizontal"
    >
      <Panel
        id={`${id}-start`}
        defaultSize={startSize}
        minSize={minSize}
        maxSize={maxSize}
        groupResizeBehavior="preserve-pixel-size"
        className="flex min-w-0 flex-col"
      >
        {start}
      </Panel>
      <Separator
        aria-label={label}
        className="w-px border-s border-edge transition-colors data-[separator=active]:border-focus data-[separator=hover]:border-edge-strong"
      />
      <Panel id={`${id}-main`} className="flex min-w-0 flex-col">
        {children}
      </Panel>
    </Group>
  );
}
