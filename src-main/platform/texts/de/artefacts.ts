// German: artefacts.
import type { artefacts as english } from '../en/artefacts.ts';

export const artefacts: Record<keyof typeof english, string> = {
  show_call: '{title} zeigen',
  tab: 'Vorschau',
  which: 'Welche Vorschau',
  version: 'Fassung',
  version_of: 'Fassung {number}, {when}',
  show_source: 'Quelltext zeigen',
  show_preview: 'Vorschau zeigen',
  copy: 'Quelltext kopieren',
  save: 'Als Datei sichern',
  not_read: 'Diese Vorschau konnte nicht gelesen werden.',
  not_drawn: 'Sie konnte nicht gezeichnet werden: {reason}',
  no_chart: 'Das ist kein Diagramm, das sich zeichnen lässt.',
  see_source: 'Der Quelltext zeigt, was gegeben wurde.',
  rows_one: '{count} Zeile',
  rows_other: '{count} Zeilen',
  numbers: 'Zahlen von {title}',
  chart_label: 'Bezeichnung',
  chart_value: 'Wert',
  chart_series: 'Reihe',
};
