// A main part and, while there is one, a second panel at its end with a bar between them; the width is remembered under `id`.
import type { ReactNode } from 'react';
import { Group, Panel, Separator, useDefaultLayout } from 'react-resizable-panels';

export type EndPanelProps = {
  readonly id: string;
  readonly children: ReactNode;
  /** Undefined: the main part has all the room. It stays mounted either way. */
  readonly end: ReactNode | undefined;
  /** For screen readers: what the bar resizes. */
  readonly label: string;
  /** Pixels of the second panel. */
  readonly endSize?: number;
  readonly minSize?: number;
  /** Pixels that the main part keeps. */
  readonly minMainSize?: number;
};

export function EndPanel(props: EndPanelProps) {
  const { id, children, end, label, endSize = 420, minSize = 300, minMainSize = 340 } = props;
  const isShown = end !== undefined && end !== null && end !== false;
  const mainId = `${id}-main`;
  const endId = `${id}-end`;
  const layout = useDefaultLayout({
    id,
    panelIds: isShown ? [mainId, endId] : [mainId],
    storage: localStorage,
    onlySaveAfterUserInteractions: true,
  });
  return (
    <Group
      id={id}
      className="min-h-0 flex-1"
      defaultLayout={layout.defaultLayout}
      onLayoutChanged={layout.onLayoutChanged}
      orientation="horizontal"
    >
      <Panel id={mainId} minSize={isShown ? minMainSize : 0} className="flex min-w-0 flex-col">
        {children}
      </Panel>
      {isShown && (
        <Separator
          aria-label={label}
          className="w-px border-s border-edge transition-colors data-[separator=active]:border-focus data-[separator=hover]:border-edge-strong"
        />
      )}
      {isShown && (
        <Panel
          id={endId}
          defaultSize={endSize}
          minSize={minSize}
          groupResizeBehavior="preserve-pixel-size"
          className="flex min-w-0 flex-col"
        >
          {end}
        </Panel>
      )}
    </Group>
  );
}
