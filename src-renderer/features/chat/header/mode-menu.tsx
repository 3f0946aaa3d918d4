// What the chat may do by itself, in a word, always in sight; a menu to change it.
import { Eye, Hammer, Hand, ShieldCheck } from 'lucide-react';
import { useCallback, useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import { fromErrorData, isCancelled, toErrorData } from '#main/contract/errors.ts';
import type { SessionId } from '#main/contract/ids.ts';
import { type ModeName, ModeName as ModeNames, type ModeState, type TrustedTask } from '#main/contract/permissions.ts';
import { useFollow } from '#renderer/api/use-follow.ts';
import { classes } from '#renderer/ui/classes.ts';
import { type Tone, toneSurface } from '#renderer/ui/display/tone.ts';
import { Menu, MenuChoice, MenuLabel } from '#renderer/ui/overlays/menu.tsx';
import { useToast } from '#renderer/ui/overlays/toast.tsx';
import { describeError } from '#renderer/ui/text/describe-error.ts';
import { formatCost, formatDateTime } from '#renderer/ui/text/format.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { TaskDialog } from './task-dialog.tsx';

export type ModeMenuProps = {
  readonly client: Pick<LimpetClient, 'permissions'>;
  readonly sessionId: SessionId;
  readonly workspace: string | undefined;
};

const looks: Record<ModeName, { readonly tone: Tone; readonly icon: typeof Eye }> = {
  look: { tone: 'plain', icon: Eye },
  ask: { tone: 'plain', icon: Hand },
  work: { tone: 'tide', icon: Hammer },
  trusted: { tone: 'ask', icon: ShieldCheck },
};

export function ModeMenu({ client, sessionId, workspace }: ModeMenuProps) {
  const { t } = useText();
  const { state, set } = useMode(client, sessionId);
  const [isTrusting, setIsTrusting] = useState(false);
  if (state === undefined) return null;
  const { type } = state.mode;
  const choose = (name: string) => {
    const mode = ModeNames.parse(name);
    if (mode === 'trusted') setIsTrusting(true);
    else void set({ type: mode }).catch(() => undefined);
  };
  const { tone, icon: Icon } = looks[type];
  const name = t(`permissions.mode_${type}`);
  return (
    <>
      <Menu
        trigger={
          <button
            type="button"
            aria-label={t('permissions.mode_is', { mode: name })}
            className={classes(
              'inline-flex h-6 min-w-14 shrink items-center gap-1 rounded-full border px-2 text-xs font-medium [&_.lucide]:size-3.5 [&_.lucide]:shrink-0',
              toneSurface[tone],
            )}
          >
            <Icon aria-hidden="true" />
            <span className="truncate">{name}</span>
          </button>
        }
      >
        <MenuLabel>{t('permissions.mode')}</MenuLabel>
        <ModeChoice state={state} onChoose={choose} />
      </Menu>
      {isTrusting && (
        <TaskDialog
          workspace={workspace}
          onClose={() => setIsTrusting(false)}
          onTrust={async (task: TrustedTask) => {
            await set({ type: 'trusted', task });
            setIsTrusting(false);
          }}
        />
      )}
    </>
  );
}

function ModeChoice({ state, onChoose }: { readonly state: ModeState; readonly onChoose: (name: string) => void }) {
  const { t, language } = useText();
  const { mode, used } = state;
  const options = ModeNames.options.map((value) => ({
    value,
    label: t(`permissions.mode_${value}`),
    detail:
      value === 'trusted' && mode.type === 'trusted'
        ? t('permissions.mode_used', {
            what: mode.task.what,
            calls: used?.calls ?? 0,
            of: mode.task.budget.calls,
            cost: formatCost(used?.costUsd ?? 0, language),
            most: formatCost(mode.task.budget.costUsd, language),
            until: formatDateTime(mode.task.until, language),
          })
        : t(`permissions.mode_${value}_text`),
  }));
  return <MenuChoice value={mode.type} options={options} onChange={onChoose} />;
}

/** The mode as it is, its end said, and a way to set it; a failure is said and thrown. */
function useMode(client: Pick<LimpetClient, 'permissions'>, sessionId: SessionId) {
  const { t } = useText();
  const showToast = useToast();
  const [state, setState] = useState<ModeState>();
  const open = useCallback(
    (signal: AbortSignal) => client.permissions.watchMode({ sessionId }, { signal }),
    [client, sessionId],
  );
  useFollow({
    open,
    onItem: (item: ModeState) => {
      setState(item);
      if (item.ended !== undefined && item.ended !== state?.ended)
        showToast({ text: t(`permissions.mode_ended_${item.ended}`) });
    },
  });
  const set = async (mode: ModeState['mode']) => {
    try {
      setState(await client.permissions.setMode({ sessionId, mode }));
    } catch (error) {
      if (!isCancelled(error)) showToast({ text: describeError(fromErrorData(toErrorData(error)), t), tone: 'stop' });
      throw error;
    }
  };
  return { state, set };
}
