// The language of sentences that the core makes itself: what the person chose, else what the computer speaks.
import type { Settings } from '#main/contract/settings.ts';
import { type Language, pickLanguage } from '#main/platform/texts/translate.ts';

export function spokenLanguage({ language }: Pick<Settings, 'language'>): Language {
  // ICU reads the usual variables of the shell, so nobody else has to.
  return language === 'system' ? pickLanguage([new Intl.DateTimeFormat().resolvedOptions().locale]) : language;
}
