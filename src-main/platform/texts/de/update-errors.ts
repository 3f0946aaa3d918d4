// German: what went wrong with an update, of the app or of its data.
import type { updateErrors as english } from '../en/update-errors.ts';

export const updateErrors: Record<keyof typeof english, string> = {
  reason_rehearsal_failed:
    'Die Daten ließen sich nicht auf den Stand dieser Version bringen ({problem}); das hat eine Probe an einer Kopie gezeigt. Nichts wurde geändert: Bitte die Version von vorher verwenden und dies melden.',
  reason_rehearsal_failed_action: 'Version von vorher verwenden',
  reason_upgrade_failed:
    'Die Daten ließen sich nicht auf den Stand dieser Version bringen ({problem}). Sie sind wieder, wie sie waren: Bitte die Version von vorher verwenden und dies melden.',
  reason_upgrade_failed_action: 'Version von vorher verwenden',
  reason_snapshot_gone: 'Diese Kopie lässt sich nicht mehr wiederherstellen. Bitte eine andere wählen.',
  reason_snapshot_gone_action: 'Andere Kopie wählen',
  reason_turns_running: 'Es werden noch Chats beantwortet. Bitte warten oder sie anhalten lassen.',
  reason_turns_running_action: 'Anhalten',
  reason_update_unsigned:
    'Die Liste der Aktualisierungen ist nicht von den Machern von Limpet unterschrieben. Nichts wurde installiert; bitte später erneut versuchen.',
  reason_update_unsigned_action: 'Später erneut versuchen',
  reason_update_channel:
    'Die Liste der Aktualisierungen gehört zu einem anderen Kanal. Nichts wurde installiert; bitte später erneut versuchen.',
  reason_update_channel_action: 'Später erneut versuchen',
  reason_update_expired:
    'Die Liste der Aktualisierungen ist abgelaufen. Bitte von Hand nach einer neueren Version sehen.',
  reason_update_expired_action: 'Von Hand nachsehen',
  reason_update_older_list:
    'Die Liste der Aktualisierungen ist älter als eine schon gesehene. Nichts wurde installiert; bitte später erneut versuchen.',
  reason_update_older_list_action: 'Später erneut versuchen',
  reason_update_minimum: 'Version {version} braucht zuerst Version {minimum}. Bitte diese von Hand installieren.',
  reason_update_minimum_action: '{minimum} von Hand installieren',
  reason_update_no_file: 'Die neue Version hat kein Paket für dieses System. Bitte von Hand installieren.',
  reason_update_no_file_action: 'Von Hand installieren',
  reason_update_missing: 'Es gibt keine Aktualisierung zu installieren. Bitte zuerst nachsehen.',
  reason_update_missing_action: 'Nachsehen',
  reason_update_working: 'Es wird schon nachgesehen oder heruntergeladen. Bitte warten.',
  reason_update_working_action: 'Warten',
  reason_update_address: 'Aktualisierungen kommen nur über https. Dieser Build nennt eine andere Adresse.',
  reason_update_address_action: 'Offiziellen Build verwenden',
  reason_update_unreachable:
    'Der Ort der Aktualisierungen ist nicht erreichbar. Bitte die Verbindung prüfen oder es später versuchen.',
  reason_update_unreachable_action: 'Erneut versuchen',
  reason_update_damaged:
    'Die geladene Datei ist nicht die angekündigte. Nichts wurde installiert; bitte erneut versuchen.',
  reason_update_damaged_action: 'Erneut versuchen',
};
