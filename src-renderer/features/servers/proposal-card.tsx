// A server before it is added: what would run, to the letter, and the values that it asks for.
import { useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { McpHandedOver, McpProposal } from '#main/contract/mcp.ts';
import { visibleLine } from '#main/contract/shown-text.ts';
import { useAct } from '#renderer/api/use-act.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { Switch } from '#renderer/ui/controls/switch.tsx';
import { TextField } from '#renderer/ui/controls/text-field.tsx';
import { Card } from '#renderer/ui/display/card.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { DescribeTransport } from './describe-transport.tsx';
import { Failure } from './failure.tsx';

export type ProposalCardProps = {
  readonly client: Pick<LimpetClient, 'mcp'>;
  readonly proposal: McpProposal;
  readonly onAdded: () => void;
  /** Where it was not the person who brought it. */
  readonly handedOver?: Pick<McpHandedOver, 'id' | 'source'> | undefined;
};

export function ProposalCard({ client, proposal, onAdded, handedOver }: ProposalCardProps) {
  const { t } = useText();
  const { id, inputs, bundle, notes } = proposal;
  const [network, setNetwork] = useState(proposal.transport.type === 'stdio' && proposal.transport.network);
  const [given, setGiven] = useState<Readonly<Record<string, string>>>(
    Object.fromEntries(inputs.map((input) => [input.id, input.value ?? ''])),
  );
  const transport = proposal.transport.type === 'stdio' ? { ...proposal.transport, network } : proposal.transport;
  const isTaken = notes.includes('taken');
  const add = useAct(async () => {
    const values = inputs.map(({ id: input, secret }) => [input, { value: given[input] ?? '', secret }] as const);
    await client.mcp.save({
      ...{ id, transport, replace: isTaken, inputs: Object.fromEntries(values) },
      ...(bundle === undefined ? {} : { bundle: bundle.blobId }),
      ...(handedOver === undefined ? {} : { handedOver: handedOver.id }),
    });
    onAdded();
    // It is started once, so that what it offers is known; its card says how that goes.
    await client.mcp.restart({ serverId: id }).catch(() => undefined);
  });
  const dismiss = useAct(() => client.mcp.dismiss({ handedOver: handedOver?.id ?? '' }));
  const isMissing = inputs.some((input) => input.required && (given[input.id] ?? '').trim() === '');
  const detail =
    bundle === undefined
      ? undefined
      : t('mcp.bundle_of', { name: bundle.name, version: bundle.version, count: bundle.files });
  return (
    <Card title={id} detail={detail}>
      {handedOver !== undefined && (
        <p className="text-sm text-ink-soft">{t('mcp.from', { source: visibleLine(handedOver.source) })}</p>
      )}
      <DescribeTransport transport={transport} />
      {notes.map((note) => (
        <p key={note} className="text-sm text-ask-ink">
          {t(`mcp.note_${note}`)}
        </p>
      ))}
      {transport.type === 'stdio' && (
        <Switch label={t('mcp.network')} hint={t('mcp.network_hint')} checked={network} onChange={setNetwork} />
      )}
      {inputs.map((input) => (
        <TextField
          key={input.id}
          label={input.label}
          type={input.secret ? 'password' : 'text'}
          autoComplete="off"
          value={given[input.id] ?? ''}
          onChange={(value) => setGiven({ ...given, [input.id]: value })}
        />
      ))}
      <Failure error={add.error ?? dismiss.error} />
      <div className="flex flex-wrap gap-2">
        <Button disabled={isMissing} busy={add.isRunning} onClick={() => void add.run(undefined)}>
          {t(isTaken ? 'mcp.confirm_replace' : 'mcp.confirm', { server: id })}
        </Button>
        {handedOver !== undefined && (
          <Button busy={dismiss.isRunning} onClick={() => void dismiss.run(undefined)}>
            {t('mcp.dismiss')}
          </Button>
        )}
      </div>
    </Card>
  );
}
