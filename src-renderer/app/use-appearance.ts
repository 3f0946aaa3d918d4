// Applies theme, text size, contrast and motion, follows the system's, and leaves a note for the next first paint.
import { useEffect } from 'react';
import type { Settings } from '#main/contract/settings.ts';

const noteKey = 'limpet.appearance';

type Appearance = Pick<Settings, 'theme'> & Settings['appearance'];

/** Undefined while the settings are not known yet: then what the first paint chose stays. */
export function useAppearance(settings: Pick<Settings, 'theme' | 'appearance'> | undefined): void {
  const theme = settings?.theme;
  const { fontScale = 1, contrast = 'system', motion = 'system' } = settings?.appearance ?? {};
  useEffect(() => {
    if (theme === undefined) return;
    const wish = { theme, fontScale, contrast, motion };
    try {
      localStorage.setItem(noteKey, JSON.stringify(wish));
    } catch {
      // No storage: the next first paint follows the system.
    }
    return applyAppearance(wish);
  }, [theme, fontScale, contrast, motion]);
}

/** The result ends the following of the system. */
function applyAppearance({ theme, fontScale, contrast, motion }: Appearance): () => void {
  const { dataset, style } = document.documentElement;
  const system = {
    dark: window.matchMedia('(prefers-color-scheme: dark)'),
    contrast: window.matchMedia('(prefers-contrast: more)'),
    motion: window.matchMedia('(prefers-reduced-motion: reduce)'),
  };
  const mark = (name: 'contrast' | 'motion', value: string, isOn: boolean) => {
    if (isOn) dataset[name] = value;
    else delete dataset[name];
  };
  const apply = () => {
    dataset.theme = theme === 'dark' || (theme === 'system' && system.dark.matches) ? 'dark' : 'light';
    mark('contrast', 'more', contrast === 'more' || system.contrast.matches);
    mark('motion', 'reduced', motion === 'reduced' || system.motion.matches);
    style.setProperty('--font-scale', String(fontScale));
  };
  apply();
  for (const query of Object.values(system)) query.addEventListener('change', apply);
  return () => {
    for (const query of Object.values(system)) query.removeEventListener('change', apply);
  };
}
