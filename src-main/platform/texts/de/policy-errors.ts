// German: why something was refused, and what is wrong with a rule.
import type { policyErrors as english } from '../en/policy-errors.ts';

export const policyErrors: Record<keyof typeof english, string> = {
  reason_mode_look: 'Dieser Chat liest nur (Modus Ansehen), deshalb wurde das nicht getan.',
  reason_mode_look_action: 'Anderen Modus wählen',
  reason_denied_by_rule: 'Eine Regel verbietet das: {target}',
  reason_denied_by_rule_action: 'Regeln ansehen',
  reason_bad_rule: 'Diese Regel ist nicht lesbar oder erlaubt zu viel. Korrigiere sie.',
  reason_bad_rule_action: 'Regel korrigieren',
  reason_same_rule: 'Diese Regel gibt es schon.',
  reason_same_rule_action: 'Regeln ansehen',
  reason_rule_not_yours:
    'Diese Regel ist eingebaut oder steht in einer Datei des Ordners. Hier lässt sie sich nicht ändern.',
  reason_rule_not_yours_action: 'Regeln ansehen',
  reason_task_in_the_past: 'Diese Aufgabe wäre vorbei, bevor sie beginnt. Wähle ein späteres Ende.',
  reason_task_in_the_past_action: 'Späteres Ende wählen',
  reason_mixed_group: 'Diese Fragen sind verschieden, eine Antwort für alle geht nicht.',
  reason_mixed_group_action: 'Einzeln beantworten',
  reason_no_always: 'Dieser Aufruf lässt sich nicht für immer erlauben. Antworte mit „Einmal“ oder „Ablehnen“.',
  reason_no_always_action: 'Frage beantworten',
};
