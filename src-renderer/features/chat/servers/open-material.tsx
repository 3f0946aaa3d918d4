// The dialog of a server's prompt or resources, where one is open.
import type { LimpetClient } from '#main/contract/contract.ts';
import { PromptDialog } from './prompt-dialog.tsx';
import { ResourceDialog } from './resource-dialog.tsx';
import type { useServerMaterial } from './use-server-material.ts';

export type OpenMaterialProps = {
  readonly client: Pick<LimpetClient, 'mcp'>;
  readonly material: Pick<ReturnType<typeof useServerMaterial>, 'open' | 'setOpen' | 'attach' | 'resources'>;
};

export function OpenMaterial({ client, material }: OpenMaterialProps) {
  const { open, setOpen, attach, resources } = material;
  const close = () => setOpen(undefined);
  if (open === undefined) return null;
  if (open.type === 'prompt')
    return <PromptDialog client={client} prompt={open.prompt} onAttach={attach} onClose={close} />;
  return <ResourceDialog client={client} servers={resources} onAttach={attach} onClose={close} />;
}
