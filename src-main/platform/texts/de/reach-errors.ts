// German: what went wrong with a program in the sandbox, or with a request on its way out.
import type { reachErrors as english } from '../en/reach-errors.ts';

export const reachErrors: Record<keyof typeof english, string> = {
  reason_line_too_long:
    'Das Programm hat eine Zeile über 16 MiB geschrieben. Ihm wird nicht mehr zugehört; bitte neu starten.',
  reason_line_too_long_action: 'Neu starten',
  reason_process_ended: 'Das Programm ist beendet und nimmt nichts mehr an. Bitte neu starten.',
  reason_process_ended_action: 'Neu starten',
  reason_input_stuck: 'Das Programm liest nicht, was ihm gesendet wird. Bitte warten oder es beenden.',
  reason_input_stuck_action: 'Warten',
  reason_bad_header: 'Eine der Kopfzeilen lässt sich so nicht senden. Bitte berichtigen oder weglassen.',
  reason_bad_header_action: 'Berichtigen',
  reason_header_refused:
    'Die Kopfzeile {name} gehört zur Verbindung und darf von keiner Anfrage gesetzt werden. Bitte weglassen.',
  reason_header_refused_action: 'Weglassen',
  reason_body_too_large: 'Der Inhalt ist größer als 32 MiB. Bitte weniger auf einmal senden.',
  reason_body_too_large_action: 'Weniger senden',
  reason_sandbox_off:
    'Befehle sind ausgeschaltet: Die Sandbox dieses Rechners hat ihre Prüfung nicht bestanden. Näheres in den Einstellungen.',
  reason_sandbox_off_action: 'Einstellungen öffnen',
  reason_too_many_processes: 'Zu viele Befehle laufen. Bitte das Ende von einem abwarten oder einen beenden.',
  reason_too_many_processes_action: 'Erneut versuchen',
  reason_cannot_start: 'Das Programm ist nicht gestartet. Bitte prüfen, ob es ausgeführt werden darf.',
  reason_cannot_start_action: 'Erneut versuchen',
  reason_no_program: 'Dieses Programm gibt es auf diesem Rechner nicht. Bitte den Namen prüfen oder es installieren.',
  reason_no_program_action: 'Namen prüfen',
  reason_env_refused: 'Die Variable {name} ändert, wie Programme laden. Sie wird nicht weitergegeben.',
  reason_env_refused_action: 'Weglassen',
  reason_bad_answer: '{host} hat eine unlesbare Antwort geschickt. Bitte eine andere Adresse wählen.',
  reason_bad_answer_action: 'Andere Adresse wählen',
  reason_no_such_host: 'Den Rechner {host} gibt es nicht. Bitte die Adresse prüfen.',
  reason_no_such_host_action: 'Adresse prüfen',
  reason_content_encoding: 'Die Seite ist auf eine unlesbare Art gepackt. Bitte eine andere Adresse wählen.',
  reason_content_encoding_action: 'Andere Adresse wählen',
  reason_bad_certificate:
    'Das Zertifikat von {host} ist nicht gültig. Nichts wurde abgerufen; bitte die Adresse prüfen.',
  reason_bad_certificate_action: 'Adresse prüfen',
  reason_too_many_redirects: 'Die Seite führt im Kreis. Bitte eine andere Adresse wählen.',
  reason_too_many_redirects_action: 'Andere Adresse wählen',
  reason_redirect_refused: 'Die Seite führt weiter zu {url}. Bitte jene Adresse abrufen, wenn es die richtige ist.',
  reason_redirect_refused_action: 'Jene Adresse abrufen',
  reason_blocked_address: 'Diese Adresse gehört zu diesem Rechner oder seinem Netz. Sie wird nicht abgerufen.',
  reason_blocked_address_action: 'Andere Adresse wählen',
  reason_bad_url: 'Das ist keine Webadresse. Bitte ganz schreiben, mit http:// oder https://.',
  reason_bad_url_action: 'Adresse prüfen',
  reason_bad_host: 'Das nennt keinen Rechner. Bitte als example.org oder example.org:443 schreiben.',
  reason_bad_host_action: 'Berichtigen',
  reason_host_refused:
    'Dieses Programm darf {host} nicht erreichen. Bitte den Namen in seine Liste aufnehmen, wenn er stimmt.',
  reason_host_refused_action: 'Liste ändern',
  reason_secret_missing:
    'Der Schlüssel {name} ist nicht hinterlegt; die Anfrage wurde nicht gesendet. Bitte in den Einstellungen hinterlegen.',
  reason_secret_missing_action: 'Einstellungen öffnen',
  reason_no_proxy: 'Der Ausgang für Programme ließ sich nicht öffnen. Bitte Limpet neu starten.',
  reason_no_proxy_action: 'Neu starten',
  reason_no_relay:
    'Programme mit gewählten Zielen brauchen socat, perl oder python3 auf diesem Rechner. Bitte eines davon installieren.',
  reason_no_relay_action: 'socat installieren',
};
