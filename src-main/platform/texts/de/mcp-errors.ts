// German: errors of servers of tools.
import type { mcpErrors as english } from '../en/mcp-errors.ts';

export const mcpErrors: Record<keyof typeof english, string> = {
  reason_mcp_sign_in: 'Dieser Server möchte, dass du dich zuerst anmeldest. Melde dich auf der Seite Server an.',
  reason_mcp_sign_in_action: 'Anmelden',
  reason_mcp_sign_in_address:
    'Der Server nennt für die Anmeldung eine Seite, die sich nicht sicher öffnen lässt. Sie wurde nicht geöffnet. Traue diesem Server nicht.',
  reason_mcp_sign_in_address_action: 'Server öffnen',
  reason_mcp_sign_in_refused: 'Die Anmeldung wurde abgelehnt. Versuche es noch einmal.',
  reason_mcp_sign_in_refused_action: 'Noch einmal versuchen',
  reason_mcp_no_sign_in:
    'Ein Programm auf diesem Rechner hat keine Anmeldung. Trage seine Schlüssel in seine Variablen ein.',
  reason_mcp_no_sign_in_action: 'Server öffnen',
  reason_mcp_unreachable: '{host} ist nicht zu erreichen. Prüfe die Adresse und ob dort etwas läuft.',
  reason_mcp_unreachable_action: 'Noch einmal versuchen',
  reason_mcp_ended: 'Der Server hat sich beendet. Sein Protokoll sagt, warum; starte ihn neu.',
  reason_mcp_ended_action: 'Server öffnen',
  reason_mcp_waiting:
    'Der Server {server} ist eben gescheitert. Er wird bald wieder versucht; sein Protokoll sagt, warum.',
  reason_mcp_waiting_action: 'Server öffnen',
  reason_mcp_slow:
    'Der Server {server} hat nicht rechtzeitig geantwortet. Versuche es noch einmal oder starte ihn neu.',
  reason_mcp_slow_action: 'Noch einmal versuchen',
  reason_mcp_error:
    'Der Server {server} hat mit einem Fehler geantwortet: {said}. Sein Protokoll sagt vielleicht mehr.',
  reason_mcp_error_action: 'Server öffnen',
  reason_mcp_changed:
    'Der Server {server} hat geändert, was {tool} ist; es wurde nicht aufgerufen. Sieh dir die Änderung auf der Seite Server an.',
  reason_mcp_changed_action: 'Server öffnen',
  reason_mcp_changed_again: '{tool} hat sich wieder geändert. Sieh es dir noch einmal an.',
  reason_mcp_changed_again_action: 'Neu laden',
  reason_mcp_tool_off: '{tool} des Servers {server} ist ausgeschaltet. Schalte es auf der Seite Server ein.',
  reason_mcp_tool_off_action: 'Server öffnen',
  reason_mcp_tool_gone: 'Der Server {server} hat kein Werkzeug {tool} mehr. Suche ein anderes.',
  reason_mcp_tool_gone_action: 'Server öffnen',
  reason_mcp_off: 'Der Server {server} ist ausgeschaltet. Schalte ihn auf der Seite Server ein.',
  reason_mcp_off_action: 'Server öffnen',
  reason_mcp_no_server: 'Den Server {server} gibt es nicht mehr. Lade die Seite neu.',
  reason_mcp_no_server_action: 'Neu laden',
  reason_mcp_taken: 'Einen Server {server} gibt es schon. Wähle einen anderen Namen oder ersetze ihn.',
  reason_mcp_taken_action: 'Einen anderen Weg wählen',
  reason_mcp_file:
    'Das ist keine Liste von Servern. Füge eine Datei mit „mcpServers“ ein, die mcp.json von VS Code oder einen Eintrag daraus.',
  reason_mcp_file_action: 'Einen anderen Weg wählen',
  reason_mcp_bundle:
    'Das ist kein Paket eines Servers: Seine manifest.json fehlt oder ist ungültig. Hole das Paket noch einmal.',
  reason_mcp_bundle_action: 'Einen anderen Weg wählen',
  reason_mcp_batch:
    '{program} ist eine Batchdatei, die nur eine Shell ausführen kann; sie wird nicht gestartet. Nenne das Programm selbst, zum Beispiel node.exe mit dem Pfad des Skripts.',
  reason_mcp_batch_action: 'Einen anderen Weg wählen',
  reason_mcp_server_off: 'Limpets Werkzeuge werden nicht angeboten. Schalte sie auf der Seite Server ein.',
  reason_mcp_server_off_action: 'Server öffnen',
  reason_mcp_token: 'Das Token fehlt oder ist falsch. Mache auf der Seite Server ein neues.',
  reason_mcp_token_action: 'Server öffnen',
  reason_mcp_no_proposal: 'Dieser Vorschlag ist weg: er wurde hinzugefügt oder verworfen. Lade die Seite neu.',
  reason_mcp_no_proposal_action: 'Neu laden',
  reason_mcp_key_way:
    'Dieser Schlüssel wird vom Proxy eingesetzt, an dem das Programm vorbeiginge. Wähle Hosts dafür, oder gib dem Programm den Schlüssel selbst.',
  reason_mcp_key_way_action: 'Anders wählen',
};
