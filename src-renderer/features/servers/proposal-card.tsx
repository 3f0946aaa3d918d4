// A server before it is added or changed: what would run, to the letter, what it may reach, and the values that it asks for.
import { useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { McpHandedOver, McpProposal, McpServer } from '#main/contract/mcp.ts';
import { visibleLine } from '#main/contract/shown-text.ts';
import { useAct } from '#renderer/api/use-act.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { TextField } from '#renderer/ui/controls/text-field.tsx';
import { Card } from '#renderer/ui/display/card.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { ChooseReach } from './choose-reach.tsx';
import { DescribeTransport } from './describe-transport.tsx';
import { Failure } from './failure.tsx';
import { choicesOf, isDecided, withChoices } from './program-choices.ts';

export type ProposalCardProps = {
  readonly client: Pick<LimpetClient, 'mcp'>;
  readonly proposal: McpProposal;
  readonly onAdded: () => void;
  /** Where it was not the person who brought it. */
  readonly handedOver?: Pick<McpHandedOver, 'id' | 'source'> | undefined;
  /** The server that is changed by it. */
  readonly before?: McpServer | undefined;
  readonly clientSecret?: string;
};

export function ProposalCard(props: ProposalCardProps) {
  const { client, proposal, onAdded, handedOver, before, clientSecret = '' } = props;
  const { t } = useText();
  const { id, inputs, bundle, notes } = proposal;
  const program = proposal.transport.type === 'stdio' ? proposal.transport : undefined;
  const stored = before?.transport.type === 'stdio' ? before.transport : undefined;
  const [choices, setChoices] = useState(() => program && choicesOf(program, stored));
  const [given, setGiven] = useState<Readonly<Record<string, string>>>(
    Object.fromEntries(inputs.map((input) => [input.id, input.value ?? ''])),
  );
  const transport = program && choices ? withChoices(program, choices) : proposal.transport;
  const isTaken = notes.includes('taken');
  const add = useAct(async () => {
    const values = inputs.map(({ id: input, secret }) => [input, { value: given[input] ?? '', secret }] as const);
    await client.mcp.save({
      ...{ id, transport, replace: isTaken || before !== undefined, inputs: Object.fromEntries(values) },
      ...(bundle === undefined ? {} : { bundle: bundle.blobId }),
      ...(handedOver === undefined ? {} : { handedOver: handedOver.id }),
      ...(clientSecret === '' ? {} : { clientSecret }),
    });
    onAdded();
    // It is started once, so that what it offers is known; its card says how that goes.
    await client.mcp.restart({ serverId: id }).catch(() => undefined);
  });
  const dismiss = useAct(() => client.mcp.dismiss({ handedOver: handedOver?.id ?? '' }));
  const isMissing =
    inputs.some((input) => input.required && (given[input.id] ?? '').trim() === '') ||
    (choices !== undefined && !isDecided(choices));
  const undecided = Object.entries(choices?.keys ?? {}).flatMap(([name, { way }]) => (way === '' ? [name] : []));
  const detail =
    bundle === undefined
      ? undefined
      : t('mcp.bundle_of', { name: bundle.name, version: bundle.version, count: bundle.files });
  const what = before !== undefined ? 'mcp.edit_save' : isTaken ? 'mcp.confirm_replace' : 'mcp.confirm';
  return (
    <Card title={id} detail={detail}>
      {handedOver !== undefined && (
        <p className="text-sm text-ink-soft">{t('mcp.from', { source: visibleLine(handedOver.source) })}</p>
      )}
      <DescribeTransport transport={transport} undecided={undecided} />
      {notes.map((note) => (
        <p key={note} className="text-sm text-ask-ink">
          {t(`mcp.note_${note}`)}
        </p>
      ))}
      {choices !== undefined && (
        <ChooseReach
          proposal={proposal}
          isStored={(name) => stored?.env.some((one) => one.secret && one.name === name) === true}
          choices={choices}
          onChoices={setChoices}
        />
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
          {t(what, { server: id })}
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
