// Draws a component over a sample core, with the providers of the app, and puts both away after the test.
import { cleanup, configure, render } from '@testing-library/react';
import { type ReactNode, useCallback, useState } from 'react';
import { afterEach, vi } from 'vitest';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { ModelsState } from '#main/contract/models.ts';
import type { Settings } from '#main/contract/settings.ts';
import type { SystemState } from '#main/contract/system.ts';
import type { Blobs } from '#renderer/api/blobs.ts';
import { useFollow } from '#renderer/api/use-follow.ts';
import { ToastProvider } from '#renderer/ui/overlays/toast.tsx';
import { TooltipProvider } from '#renderer/ui/overlays/tooltip.tsx';
import { TextProvider } from '#renderer/ui/text/text-context.tsx';
import { createSampleCore, type SampleCore, type SampleCoreOptions } from './sample-core.ts';

/** What the app follows and hands to every screen. */
export type Known = {
  readonly client: LimpetClient;
  readonly blobs: Blobs;
  readonly settings: Settings;
  readonly models: ModelsState;
  readonly system: SystemState;
};

// A busy machine needs longer than the second that the library waits.
configure({ asyncUtilTimeout: 8_000 });

const cores: SampleCore[] = [];

afterEach(() => {
  cleanup();
  for (const core of cores.splice(0)) core.close();
  vi.restoreAllMocks();
  localStorage.clear();
});

/** happy-dom lays nothing out; virtual lists and selects need a size and methods that it lacks. */
function pretendLayout(): void {
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(600);
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(280);
  document.documentElement.style.fontSize = '14px'; // what the style sheet makes of it
  Element.prototype.scrollIntoView ??= () => undefined;
  Element.prototype.hasPointerCapture ??= () => false;
}

export function show(draw: (known: Known) => ReactNode, options: SampleCoreOptions = {}): SampleCore {
  pretendLayout();
  const core = createSampleCore(options);
  cores.push(core);
  render(
    <TextProvider language="en">
      <TooltipProvider>
        <ToastProvider>
          <Followed client={core.client.api} blobs={core.blobs} draw={draw} />
        </ToastProvider>
      </TooltipProvider>
    </TextProvider>,
  );
  return core;
}

type FollowedProps = {
  readonly client: LimpetClient;
  readonly blobs: Blobs;
  readonly draw: (known: Known) => ReactNode;
};

function Followed({ client, blobs, draw }: FollowedProps) {
  const [settings, setSettings] = useState<Settings>();
  const [models, setModels] = useState<ModelsState>();
  const [system, setSystem] = useState<SystemState>();
  const openSettings = useCallback((signal: AbortSignal) => client.settings.watch({}, { signal }), [client]);
  const openModels = useCallback((signal: AbortSignal) => client.models.watch({}, { signal }), [client]);
  const openSystem = useCallback((signal: AbortSignal) => client.system.watch({}, { signal }), [client]);
  useFollow({ open: openSettings, onItem: setSettings });
  useFollow({ open: openModels, onItem: setModels });
  useFollow({ open: openSystem, onItem: setSystem });
  if (settings === undefined || models === undefined || system === undefined) return null;
  return draw({ client, blobs, settings, models, system });
}
