// A new server: by hand, from another program's file, or from a bundle. First it is read, then shown whole, then added.
import { useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { McpProposal } from '#main/contract/mcp.ts';
import type { Blobs } from '#renderer/api/blobs.ts';
import { useAct } from '#renderer/api/use-act.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { Field } from '#renderer/ui/controls/field.tsx';
import { Select } from '#renderer/ui/controls/select.tsx';
import { TextArea } from '#renderer/ui/controls/text-area.tsx';
import { Dialog } from '#renderer/ui/overlays/dialog.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { Failure } from './failure.tsx';
import { ProposalCard } from './proposal-card.tsx';
import { emptyForm, isFilled, proposeForm } from './read-form.ts';
import { ServerFields } from './server-fields.tsx';

export type AddDialogProps = {
  readonly client: Pick<LimpetClient, 'mcp'>;
  readonly blobs: Blobs;
  readonly taken: ReadonlySet<string>;
  readonly onClose: () => void;
};

const ways = ['form', 'file', 'bundle'] as const;
type Way = (typeof ways)[number];

export function AddDialog({ client, blobs, taken, onClose }: AddDialogProps) {
  const { t } = useText();
  const [way, setWay] = useState<Way>('form');
  const [form, setForm] = useState(emptyForm);
  const [text, setText] = useState('');
  const [file, setFile] = useState<File>();
  const [proposals, setProposals] = useState<readonly McpProposal[]>();
  const read = useAct(async () => {
    if (way === 'form') return setProposals([await proposeForm(form, { client, taken })]);
    if (way === 'file') return setProposals((await client.mcp.propose({ text })).proposals);
    if (file === undefined) return undefined;
    const put = {
      mediaType: 'application/zip',
      isImport: true,
      signal: AbortSignal.timeout(600_000),
      onProgress: () => {},
    };
    const { blobId } = await blobs.put(file, put);
    return setProposals((await client.mcp.propose({ bundle: blobId })).proposals);
  });
  const canRead = way === 'form' ? isFilled(form) : way === 'file' ? text.trim() !== '' : file !== undefined;
  const done = (added: McpProposal) => {
    const left = proposals?.filter((one) => one !== added) ?? [];
    if (left.length === 0) onClose();
    else setProposals(left);
  };
  return (
    <Dialog
      open
      size="lg"
      onOpenChange={(open) => !open && onClose()}
      title={t('mcp.add')}
      footer={
        proposals === undefined ? (
          <Button variant="primary" disabled={!canRead} busy={read.isRunning} onClick={() => void read.run(undefined)}>
            {t('mcp.look')}
          </Button>
        ) : (
          <Button onClick={() => setProposals(undefined)}>{t('mcp.back')}</Button>
        )
      }
    >
      {proposals !== undefined ? (
        proposals.map((proposal) => (
          <ProposalCard
            key={proposal.id}
            client={client}
            proposal={proposal}
            clientSecret={way === 'form' ? form.clientSecret : ''}
            onAdded={() => done(proposal)}
          />
        ))
      ) : (
        <>
          <Select
            label={t('mcp.how')}
            value={way}
            options={ways.map((one) => ({ value: one, label: t(`mcp.how_${one}`) }))}
            onChange={(next) => setWay(next as Way)}
          />
          {way === 'form' && <ServerFields form={form} onForm={setForm} />}
          {way === 'file' && (
            <TextArea label={t('mcp.file')} hint={t('mcp.file_hint')} rows={10} value={text} onChange={setText} mono />
          )}
          {way === 'bundle' && (
            <Field label={t('mcp.bundle_file')}>
              {(ids) => (
                <input
                  {...ids}
                  type="file"
                  accept=".mcpb,.dxt,.zip"
                  onChange={(event) => setFile(event.target.files?.[0])}
                />
              )}
            </Field>
          )}
          <Failure error={read.error} />
        </>
      )}
    </Dialog>
  );
}
