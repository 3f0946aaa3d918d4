// The catalogue for components: `const { t } = useText()`. The app sets the language once, at the top.
import { createContext, type ReactNode, useContext, useEffect, useMemo } from 'react';
import { type Direction, directionOf, languageTag } from '#main/platform/texts/direction.ts';
import { createTranslate, type Language, type Translate } from '#main/platform/texts/translate.ts';

export type Text = { readonly t: Translate; readonly language: Language; readonly direction: Direction };

const textIn = (language: Language): Text => ({
  t: createTranslate(language),
  language,
  direction: directionOf(language),
});
const TextContext = createContext<Text>(textIn('en'));

export function TextProvider({ language, children }: { readonly language: Language; readonly children: ReactNode }) {
  const text = useMemo(() => textIn(language), [language]);
  useEffect(() => {
    document.documentElement.lang = languageTag(language);
    document.documentElement.dir = directionOf(language);
  }, [language]);
  return <TextContext value={text}>{children}</TextContext>;
}

/** `t(key, params)` gives the sentence in the person's language; an unknown key comes back as it is. */
export function useText(): Text {
  return useContext(TextContext);
}
