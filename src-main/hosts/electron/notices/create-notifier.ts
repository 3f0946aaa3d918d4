// Native notifications and what their buttons do. An answer goes out with the hash of what was asked, so it can only ever
// answer that; one that comes too late changes nothing, and the person is told.
import type { LimpetClient } from '#main/contract/contract.ts';
import { isAppError } from '#main/contract/errors.ts';
import type { SessionId } from '#main/contract/ids.ts';
import type { Approval } from '#main/contract/messages.ts';
import type { Log } from '#main/platform/base/log.ts';
import type { Translate } from '#main/platform/texts/translate.ts';
import type { NoticeBoard, PostedNotice } from './notice-board.ts';
import { type Notice, type NoticePlan, reflexKey } from './notice-plan.ts';
import { type NoticeButton, noticeWords } from './notice-words.ts';

export type NotifierDeps = {
  readonly board: NoticeBoard;
  readonly api: Pick<LimpetClient, 'approvals'>;
  /** Without a chat: the window. */
  readonly onOpen: (sessionId: SessionId | undefined) => void;
  readonly t: () => Translate;
  readonly log: Log;
};

export interface Notifier {
  carryOut(plan: NoticePlan): void;
  close(): void;
}

/** Shown at once; of more, the oldest goes. What is not held is collected, and its buttons do nothing any more. */
const mostShown = 20;

const sessionOf = (notice: Notice): SessionId | undefined => {
  if (notice.type === 'ended') return notice.session.id;
  if (notice.type === 'reflex') return undefined;
  return notice.type === 'ask' ? notice.approval.sessionId : notice.question.sessionId;
};
const keyOf = (notice: Notice): string => {
  if (notice.type === 'ended') return `ended ${notice.session.id}`;
  if (notice.type === 'reflex') return reflexKey(notice.news);
  return notice.type === 'ask' ? notice.approval.id : notice.question.id;
};

export function createNotifier({ board, api, onOpen, t, log }: NotifierDeps): Notifier {
  const shown = new Map<string, { close(): void }>();
  const forget = (key: string) => {
    shown.get(key)?.close();
    shown.delete(key);
  };
  const show = (key: string, notice: PostedNotice) => {
    forget(key);
    shown.set(key, board.post(notice));
    const [oldest] = shown.keys();
    if (shown.size > mostShown && oldest !== undefined) forget(oldest);
  };
  const nothing = () => undefined;
  const tell = (body: string) =>
    show('told', { title: 'Limpet', body, buttons: [], isUrgent: false, onClick: nothing, onButton: nothing });

  const decide = async (approval: Approval, decision: 'once' | 'deny') => {
    try {
      const { id, planHash } = approval;
      const { decided } = await api.approvals.decide({ approvalId: id, planHash, decision });
      if (!decided) tell(t()('desktop.notice_too_late'));
    } catch (error) {
      const isLate = isAppError(error) && (error.code === 'conflict' || error.code === 'not_found');
      if (!isLate) log.warn('answer not taken', { error });
      tell(t()(isLate ? 'desktop.notice_too_late' : 'desktop.notice_not_taken'));
    }
  };
  const press = (notice: Notice, button: NoticeButton) => {
    if (button === 'open') {
      onOpen(sessionOf(notice));
      return;
    }
    if (notice.type === 'ask') void decide(notice.approval, button); // never rejects
  };
  const showNotice = (notice: Notice) => {
    const { title, body, buttons } = noticeWords(notice, t());
    show(keyOf(notice), {
      ...{ title, body, isUrgent: notice.type === 'ask' || notice.type === 'question' },
      buttons: buttons.map((button) => t()(`desktop.notice_${button}`)),
      onClick: () => press(notice, 'open'),
      onButton(at) {
        const button = buttons[at];
        if (button !== undefined) press(notice, button);
      },
    });
  };
  return {
    carryOut({ show: notices, close }: NoticePlan) {
      for (const id of close) forget(id);
      if (!board.isSupported()) return;
      for (const notice of notices) showNotice(notice);
    },
    close() {
      for (const key of [...shown.keys()]) forget(key);
      board.close();
    },
  };
}
