// German: what closes commands in, wherever the app names it.
import type * as english from '../en/sandbox.ts';

export const sandboxChat: Record<keyof typeof english.sandboxChat, string> = {
  'tier_sandbox-runtime': 'In der Sandbox',
  tier_docker: 'Im Container',
};

export const sandboxSettings: Record<keyof typeof english.sandboxSettings, string> = {
  'tier_sandbox-runtime': 'Abgeschirmt',
  tier_docker: 'Im Container',
  'tier_sandbox-runtime_text':
    'Ein Befehl sieht den Ordner seines Chats und sonst kaum etwas. Wo das Netz erlaubt ist, führt es durch Limpets eigenen Vermittler.',
  tier_docker_text:
    'Jeder Befehl läuft in einem eigenen Container, der nur den Ordner seines Chats sieht. Wo das Netz erlaubt ist, führt es durch Limpets eigenen Vermittler.',
  sandbox_version: '{name}, Version {version}',
  sandbox_by_bubblewrap: 'bubblewrap',
  'sandbox_by_sandbox-runtime': 'Sandbox Runtime',
  sandbox_by_docker: 'Docker',
  sandbox_limits_process:
    'Jeder Prozess eines Befehls darf höchstens {memory} Speicher, {file} je Datei und {files} offene Dateien haben; {processes} Prozesse je Konto. Jeder Befehl hat eine Zeitgrenze.',
  sandbox_limits_command:
    'Jeder Befehl darf zusammen höchstens {memory} Speicher, {file} je Datei und {processes} Prozesse haben, jeder mit {files} offenen Dateien. Jeder Befehl hat eine Zeitgrenze.',
};

export const sandboxTools: Record<keyof typeof english.sandboxTools, string> = {
  sandbox_on_runtime:
    'Befehle laufen in einer Sandbox (Sandbox Runtime). Sie schreiben nur in den Arbeitsordner, sehen weder persönlichen Ordner noch Schlüssel und erreichen das Netz nur, wo es erlaubt wurde, durch Limpets eigenen Vermittler.',
  sandbox_on_docker:
    'Jeder Befehl läuft in einem Docker-Container. Er schreibt nur in den Arbeitsordner, sieht sonst nichts von diesem Rechner und erreicht das Netz nur, wo es erlaubt wurde, durch Limpets eigenen Vermittler.',
  sandbox_none_bubblewrap:
    'Bubblewrap wurde gewählt, ist aber nicht da, deshalb fragt jeder Befehl nach. Bitte installieren oder in den Einstellungen etwas anderes wählen.',
  sandbox_none_sandbox_runtime:
    'Die Sandbox Runtime wurde gewählt, aber ihr fehlt etwas, deshalb fragt jeder Befehl nach. Das Protokoll nennt es; in den Einstellungen lässt sich etwas anderes wählen.',
  sandbox_none_docker:
    'Docker wurde gewählt, läuft aber nicht, oder sein Abbild fehlt, deshalb fragt jeder Befehl nach. Bitte Docker starten und das Abbild node:24-bookworm holen oder in den Einstellungen etwas anderes wählen.',
};

export const sandboxSetting: Record<keyof typeof english.sandboxSetting, string> = {
  sandbox_backend: 'Was Befehle abschirmt',
  sandbox_backend_help:
    'Automatisch nimmt das Erste, das da ist. Alles muss dieselben Prüfungen bestehen, bevor ein Befehl läuft.',
  sandbox_backend_option_auto: 'Automatisch',
  sandbox_backend_option_bubblewrap: 'bubblewrap (Linux)',
  'sandbox_backend_option_sandbox-runtime': 'Sandbox Runtime (macOS, Linux)',
  sandbox_backend_option_docker: 'Docker',
};
