// German: why a call was not run: denied, changed meanwhile, or foreign text in the chat.
import type { guardErrors as english } from '../en/guard-errors.ts';
import type { Translation } from '../translation.ts';

export const guardErrors: Translation<typeof english> = {
  reason_taint_denied:
    'Dieser Chat hat fremden Text gelesen, und hier hält keine Sandbox Befehle fest. Fahre in einem sauberen Chat fort.',
  reason_taint_denied_action: 'In sauberem Chat fortfahren',
  reason_taint_unasked:
    'Dies hätte etwas aus einem Chat hinausgeschickt, der fremden Text und Privates gelesen hat, und niemand war da, der gefragt werden konnte.',
  reason_taint_unasked_action: 'In einem Fenster fragen',
  reason_proposal_decided: 'Über diesen Vorschlag wurde schon entschieden.',
  reason_proposal_decided_action: 'Neu laden',
  reason_proposal_missing: 'Diesen Vorschlag gibt es nicht mehr.',
  reason_proposal_missing_action: 'Neu laden',
  reason_approval_missing: 'Diese Frage gibt es nicht mehr. Bitte den Chat neu laden.',
  reason_approval_missing_action: 'Neu laden',
  reason_denied_by_person:
    'Das wurde abgelehnt und deshalb nicht getan. Soll es doch geschehen: noch einmal sagen und mit „Einmal“ antworten.',
  reason_denied_by_person_action: 'Erneut fragen',
  reason_denied_by_time:
    'Niemand hat rechtzeitig geantwortet, darum wurde es nicht getan. Bitte noch einmal sagen und die Frage beantworten.',
  reason_denied_by_time_action: 'Erneut fragen',
  reason_denied_unasked:
    'Nicht getan: Niemand konnte gefragt werden, ob {tool} laufen darf. Bitte in der App sagen oder mit --allow {allow} erlauben.',
  reason_denied_unasked_action: 'Erneut fragen',
  reason_approval_asked: 'Das wurde schon gefragt. Bitte die offene Frage beantworten.',
  reason_approval_asked_action: 'Frage zeigen',
  reason_approval_decided: 'Diese Frage wurde schon beantwortet.',
  reason_approval_decided_action: 'Neu laden',
  reason_approval_expired: 'Diese Frage ist abgelaufen. Bitte Limpet noch einmal darum bitten.',
  reason_approval_expired_action: 'Noch einmal bitten',
  reason_approval_changed: 'Diese Frage hat sich geändert. Bitte noch einmal ansehen.',
  reason_approval_changed_action: 'Noch einmal ansehen',
  reason_no_session_grant:
    'Dieser Aufruf lässt sich nur einmal erlauben. Bitte mit „Einmal“ oder „Ablehnen“ antworten.',
  reason_no_session_grant_action: 'Frage beantworten',
  reason_changed_meanwhile:
    'Die Datei hat sich inzwischen geändert. Bitte noch einmal lesen und die Änderung neu machen.',
  reason_changed_meanwhile_action: 'Erneut versuchen',
  reason_not_planned:
    'Ein Werkzeug wollte mehr tun, als seine Karte sagte. Es wurde verweigert; bitte erneut versuchen.',
  reason_not_planned_action: 'Erneut versuchen',
  reason_sandbox_off:
    'Befehle sind ausgeschaltet: Die Sandbox dieses Rechners hat ihre Prüfung nicht bestanden. Näheres in den Einstellungen.',
  reason_sandbox_off_action: 'Einstellungen öffnen',
};
