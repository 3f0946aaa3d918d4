// German: errors of reflexes.
import type { reflexErrors as english } from '../en/reflex-errors.ts';
import type { Translation } from '../translation.ts';

export const reflexErrors: Translation<typeof english> = {
  reason_reflex_missing: 'Diesen Reflex gibt es nicht mehr. Lade die Seite neu.',
  reason_reflex_missing_action: 'Neu laden',
  reason_reflex_changed: 'Dieser Reflex wurde inzwischen geändert. Lies ihn noch einmal, dann entscheide.',
  reason_reflex_changed_action: 'Noch einmal lesen',
  reason_too_many_reflexes:
    'Es gibt so viele Reflexe, wie Limpet aufbewahrt. Entferne einen, der nicht mehr gebraucht wird.',
  reason_too_many_reflexes_action: 'Einen entfernen',
  reason_reflex_board: 'Limpet kennt nicht, was auf diesem Board läuft. Wähle es aus der Liste.',
  reason_reflex_board_action: 'Aus der Liste wählen',
  reason_reflex_no_series:
    'Von diesem Sensor ist nichts aufgezeichnet. Lass ihn eine Weile messen, dann versuch es noch einmal.',
  reason_reflex_no_series_action: 'Messen lassen',
};
