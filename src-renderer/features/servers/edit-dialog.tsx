// A kept server changed: its fields as they were typed, then whole, then saved. Stored keys are never shown again.
import { useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { McpProposal, McpServer } from '#main/contract/mcp.ts';
import { useAct } from '#renderer/api/use-act.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { Dialog } from '#renderer/ui/overlays/dialog.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { Failure } from './failure.tsx';
import { ProposalCard } from './proposal-card.tsx';
import { formOf, isFilled, proposeForm } from './read-form.ts';
import { ServerFields } from './server-fields.tsx';

export type EditDialogProps = {
  readonly client: Pick<LimpetClient, 'mcp'>;
  readonly server: McpServer;
  readonly onClose: () => void;
};

const none: ReadonlySet<string> = new Set();

export function EditDialog({ client, server, onClose }: EditDialogProps) {
  const { t } = useText();
  const [form, setForm] = useState(() => formOf(server));
  const [proposal, setProposal] = useState<McpProposal>();
  const read = useAct(async () => setProposal(await proposeForm(form, { client, taken: none, before: server })));
  return (
    <Dialog
      open
      size="lg"
      onOpenChange={(open) => !open && onClose()}
      title={t('mcp.edit_title', { server: server.id })}
      description={t('mcp.edit_text')}
      footer={
        proposal === undefined ? (
          <Button
            variant="primary"
            disabled={!isFilled(form)}
            busy={read.isRunning}
            onClick={() => void read.run(undefined)}
          >
            {t('mcp.look')}
          </Button>
        ) : (
          <Button onClick={() => setProposal(undefined)}>{t('mcp.back')}</Button>
        )
      }
    >
      {proposal === undefined ? (
        <>
          <ServerFields form={form} onForm={setForm} isKept />
          <Failure error={read.error} />
        </>
      ) : (
        <ProposalCard
          client={client}
          proposal={proposal}
          before={server}
          clientSecret={form.clientSecret}
          onAdded={onClose}
        />
      )}
    </Dialog>
  );
}
