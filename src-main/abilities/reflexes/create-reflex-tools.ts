// The tool of reflexes: listed only where a device is allowed, for without one there is nothing to watch.
import type { Devices } from '#main/abilities/hardware/port/devices.ts';
import type { ToolSource } from '#main/abilities/tools/port.ts';
import { createReflexDraft, type ReflexDraftDeps } from './tools/reflex-draft.ts';

export function createReflexTools(d: ReflexDraftDeps & { readonly devices: Pick<Devices, 'hasAllowed'> }): ToolSource {
  const tools = [createReflexDraft(d)];
  return {
    id: 'reflexes',
    list: async () => ((await d.devices.hasAllowed()) ? tools : []),
    endBackground: async () => {},
  };
}
