// Every rule with where it comes from, why it exists and whether it still counts; the folder's own file; a new rule.
import { FileWarning } from 'lucide-react';
import { useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { SessionId } from '#main/contract/ids.ts';
import type { DamagedRule, RuleBook, WorkspaceRules } from '#main/contract/permissions.ts';
import type { Rule, RuleAnswer, RuleDraft } from '#main/contract/policy.ts';
import { sentence } from '#main/contract/rule-words.ts';
import { useAct } from '#renderer/api/use-act.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { Card } from '#renderer/ui/display/card.tsx';
import { EmptyState } from '#renderer/ui/display/empty-state.tsx';
import { useToast } from '#renderer/ui/overlays/toast.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { Disclosure } from '../disclosure.tsx';
import { Failure } from '../failure.tsx';
import { DamagedRules } from './damaged-rules.tsx';
import { RuleFields } from './rule-fields.tsx';
import { RuleRow } from './rule-row.tsx';

export type RulesCardProps = {
  readonly client: Pick<LimpetClient, 'permissions'>;
  readonly book: RuleBook;
  readonly workspace: string;
  readonly sessionId: SessionId | undefined;
};

export function RulesCard({ client, book, workspace, sessionId }: RulesCardProps) {
  const { t } = useText();
  const showToast = useToast();
  const [isAdding, setIsAdding] = useState(false);
  const { permissions } = client;
  const add = useAct((rule: RuleDraft) => permissions.addRule({ rule }));
  const change = useAct(({ rule, answer }: { rule: Rule; answer: RuleAnswer }) =>
    permissions.changeRule({ ruleId: rule.id, rule: draftOfRule(rule, answer) }),
  );
  const remove = useAct((rule: Rule) =>
    permissions.removeRule({ ruleId: rule.id, ...(sessionId === undefined ? {} : { sessionId }) }),
  );
  const keep = useAct(({ id, draft }: Pick<DamagedRule, 'id' | 'draft'>) =>
    draft === undefined ? Promise.resolve(undefined) : permissions.changeRule({ ruleId: id, rule: draft }),
  );
  const drop = useAct((rule: DamagedRule) => permissions.removeRule({ ruleId: rule.id }));
  const own = book.rules.filter(({ scope }) => scope !== 'floor');
  const floor = book.rules.filter(({ scope }) => scope === 'floor');
  const row = (rule: Rule) => (
    <RuleRow
      key={rule.id}
      rule={rule}
      rules={book.rules}
      onAnswer={(answer) => void change.run({ rule, answer })}
      onRemove={() => void remove.run(rule).then((done) => done && showToast({ text: t('permissions.removed') }))}
    />
  );
  return (
    <Card
      title={t('permissions.rules_title')}
      detail={t('permissions.rules_text')}
      action={
        !isAdding && (
          <Button size="sm" onClick={() => setIsAdding(true)}>
            {t('permissions.add_title')}
          </Button>
        )
      }
    >
      {isAdding && (
        <RuleFields
          workspace={workspace}
          isAdding={add.isRunning}
          error={add.error}
          onCancel={() => setIsAdding(false)}
          onAdd={async (rule) => {
            if ((await add.run(rule)) === undefined) return;
            setIsAdding(false);
            showToast({ text: t('permissions.rule_added') });
          }}
        />
      )}
      <Failure error={change.error ?? remove.error ?? keep.error ?? drop.error} />
      {book.damaged !== undefined && book.damaged.length > 0 && (
        <DamagedRules
          rules={book.damaged}
          isBusy={keep.isRunning || drop.isRunning}
          onKeep={(rule) =>
            void keep.run(rule).then((done) => done && showToast({ text: t('permissions.damaged_kept') }))
          }
          onRemove={(rule) => void drop.run(rule).then((done) => done && showToast({ text: t('permissions.removed') }))}
        />
      )}
      {own.length === 0 ? (
        <EmptyState title={t('permissions.no_rules')} text={t('permissions.no_rules_text')} />
      ) : (
        <ul aria-label={t('permissions.rules_title')} className="divide-y divide-edge">
          {own.map(row)}
        </ul>
      )}
      {floor.length > 0 && (
        <Disclosure summary={t('permissions.floor_rules', { count: floor.length })}>
          <ul className="divide-y divide-edge">{floor.map(row)}</ul>
        </Disclosure>
      )}
      {book.workspaceFile !== undefined && <FileLine file={book.workspaceFile} />}
    </Card>
  );
}

function draftOfRule({ match, why, workspace, expiresAt }: Rule, answer: RuleAnswer): RuleDraft {
  return {
    ...{ answer, match, why: why.key === 'policy.why_person' ? (why.params.text ?? '') : '' },
    ...(workspace === undefined ? {} : { workspace }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
  };
}

function FileLine({ file }: { readonly file: WorkspaceRules }) {
  const { t } = useText();
  const isBroken = file.state === 'broken';
  return (
    <div className={isBroken ? 'flex items-start gap-2 text-stop-ink' : 'text-sm text-ink-soft'}>
      {isBroken && <FileWarning className="mt-0.5" aria-hidden="true" />}
      <p className="min-w-0 text-pretty wrap-anywhere">
        {t(`permissions.file_${file.state}`, { path: file.path })}{' '}
        {file.problem !== undefined && sentence(file.problem, t)}
      </p>
    </div>
  );
}
