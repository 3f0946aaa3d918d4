// The words of a notification. Only what it shows whole can be approved from it.

import type { Approval } from '#main/contract/messages.ts';
import { shownText, visibleLine } from '#main/contract/shown-text.ts';
import type { Translate } from '#main/platform/texts/translate.ts';
import type { Notice } from './notice-plan.ts';

export type NoticeButton = 'once' | 'deny' | 'open';
export type NoticeWords = {
  readonly title: string;
  readonly body: string;
  readonly buttons: readonly NoticeButton[];
};

/** What every system shows of a notification without cutting it. */
const wholeChars = 180;
const wholeLines = 3;
const titleChars = 60;

function short(text: string, chars: number): string {
  const letters = [...visibleLine(text)];
  return letters.length > chars ? `${letters.slice(0, chars - 1).join('')}…` : letters.join('');
}

/**
 * What is asked for with all that belongs to it: for a command its words and how it would run, for anything else the
 * sentence about it and its content. Undefined when that is more than a notification shows.
 */
export function wholeContent({ shown, title }: Approval, t: Translate): string | undefined {
  const { lines, warnings } = shownText(shown);
  const isCut = shown.type === 'argv' && lines.length !== shown.argv.length; // an argument of several lines
  if (warnings.length > 0 || isCut) return undefined;
  const whole =
    shown.type === 'argv'
      ? [lines.join(' '), howItRuns(shown, t)].join('\n')
      : [visibleLine(t(title.key, title.params)), ...lines].join('\n');
  return whole.length <= wholeChars && whole.split('\n').length <= wholeLines ? whole : undefined;
}

function howItRuns(shown: Extract<Approval['shown'], { type: 'argv' }>, t: Translate): string {
  return t(shown.sandbox === 'none' ? 'desktop.notice_unsandboxed' : 'desktop.notice_sandboxed', {
    folder: visibleLine(shown.cwd),
    network: t(shown.network ? 'desktop.notice_network' : 'desktop.notice_no_network'),
  });
}

export function noticeWords(notice: Notice, t: Translate): NoticeWords {
  if (notice.type === 'ended') {
    const title = short(notice.session.title, titleChars);
    return { title, body: t(notice.hasFailed ? 'desktop.notice_failed' : 'desktop.notice_done'), buttons: ['open'] };
  }
  if (notice.type === 'reflex') {
    const { name, type, texts, outcome } = notice.news;
    const said = [
      t(`reflexes.moment_${type}`),
      ...texts,
      ...(outcome === 'failed' ? [t('reflexes.outcome_failed')] : []),
    ];
    return { title: short(name, titleChars), body: short(said.join(' · '), wholeChars), buttons: ['open'] };
  }
  if (notice.type === 'question') {
    const { message, server, sessionTitle = '', sessionId } = notice.question;
    const title =
      server === undefined
        ? t('desktop.notice_asks', { title: short(sessionTitle, titleChars) })
        : t('questions.server_asks', { server: visibleLine(server) });
    const buttons: NoticeButton[] = sessionId === undefined ? [] : ['open'];
    return { title, body: short(message, wholeChars), buttons };
  }
  const { approval, others } = notice;
  const whole = others > 0 ? undefined : wholeContent(approval, t);
  const asked = short(t(approval.title.key, approval.title.params), wholeChars);
  const title = t('desktop.notice_asks', { title: short(approval.sessionTitle, titleChars) });
  if (others > 0)
    return { title, body: `${asked}\n${t('desktop.notice_others', { count: others })}`, buttons: ['open'] };
  return {
    title,
    body: whole ?? `${asked}\n${t('desktop.notice_look')}`,
    buttons: whole === undefined ? ['open', 'deny'] : ['once', 'deny', 'open'],
  };
}
