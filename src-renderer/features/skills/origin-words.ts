// Where a skill came from, in words.
import { visibleLine } from '#main/contract/shown-text.ts';
import type { SkillOrigin } from '#main/contract/skills.ts';

type Translate = (key: string, params?: Readonly<Record<string, string>>) => string;

export function originWords(origin: SkillOrigin, t: Translate): string {
  switch (origin.type) {
    case 'folder':
      return t('skills.origin_folder', { from: visibleLine(origin.path) });
    case 'zip':
      return t('skills.origin_zip', { from: visibleLine(origin.name) });
    case 'git':
      return t('skills.origin_git', {
        from: visibleLine([origin.url, origin.ref, origin.commit?.slice(0, 12)].filter(Boolean).join(' ')),
      });
    case 'catalogue':
      return t('skills.origin_catalogue', { from: visibleLine(origin.address) });
    case 'written':
      return t('skills.origin_written');
    case 'draft':
      return t('skills.origin_draft');
  }
}
