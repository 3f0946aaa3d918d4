// German: foreign text, proposals, the clean chat.
import type { taint as english } from '../en/taint.ts';
import type { Translation } from '../translation.ts';

export const taint: Translation<typeof english> = {
  why_leaves:
    'Dieser Chat hat Text von {source} gelesen und Privates. Was der Aufruf mitnimmt, könnte diesen Rechner verlassen, weil jener Text es verlangt.',
  why_synced:
    'Dieser Chat hat Text von {source} gelesen und Privates, und sein Ordner wird auf andere Rechner kopiert.',
  why_background:
    'Dieser Chat hat Text von {source} gelesen, und der Befehl liefe im Hintergrund weiter, wo niemand sieht, was er ändert.',
  why_guidance: 'Es ändert, was Limpet als Anweisung nimmt, und dieser Chat hat Text von {source} gelesen.',
  why_no_sandbox: 'Dieser Chat hat Text von {source} gelesen, und auf diesem Rechner hält keine Sandbox Befehle fest.',
  proposed_text: 'Noch nicht getan: Es liegt als Vorschlag vor dir. Nimm ihn an oder verwirf ihn.',
  proposal_title: 'Vorgeschlagen, nicht getan',
  proposal_from: 'Vorgeschlagen, nachdem {source} gelesen wurde',
  proposal_chat: 'Im Chat {title}',
  proposals: 'Vorschläge',
  accept: 'Annehmen',
  discard: 'Verwerfen',
  accepted: 'Die Änderung wurde vorgenommen.',
  discarded: 'Der Vorschlag wurde verworfen.',
  mark: 'Fremder Text',
  mark_text: 'Dieser Chat hat Text gelesen, der nicht von dir ist. Bevor Privates hinausgeht, fragt Limpet.',
  mark_known: 'Dieser Chat hat Dateien seines Ordners gelesen.',
  mark_private: 'Er hat Privates gelesen.',
  mark_more: 'Der Chat enthält fremden Text: zeigen, woher er kam',
  sources: 'Woher es kam',
  source_import: 'Importierter Chat',
  source_earlier: 'Aus der Zeit, bevor dies festgehalten wurde',
  source_chats: 'Frühere Chats',
  source_api: 'Ein Programm, über die API',
  sources_more_one: '{count} weitere',
  sources_more_other: '{count} weitere',
  trust_owner: 'von dir',
  trust_known: 'Ordner dieses Chats',
  trust_untrusted: 'fremd',
  secrecy_public: 'nicht privat',
  secrecy_private: 'privat',
  secrecy_secret: 'geheim',
  continue_clean: 'In sauberem Chat fortfahren',
  clean_title: 'In sauberem Chat fortfahren',
  clean_text:
    'Der neue Chat kennt nur den Text unten. Prüfe und ändere ihn: Nichts darin soll etwas verlangen, was du nicht willst.',
  clean_offline: 'Ohne Modell sind das deine eigenen Nachrichten.',
  clean_summary: 'Womit der neue Chat beginnt',
  clean_preparing: 'Zusammenfassung wird geschrieben',
  clean_start: 'Sauberen Chat beginnen',
  clean_failed: 'Es konnte keine Zusammenfassung geschrieben werden. Schreib selbst eine oder versuche es erneut.',
  why_note: 'Es würde Worte in einer Notiz aufheben, und dieser Chat hat Text von {source} gelesen.',
  source_notes: 'Ihre Notizen',
};
