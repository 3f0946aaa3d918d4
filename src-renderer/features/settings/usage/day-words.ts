// A day of the calendar as a person reads it. It is a day where Limpet runs, so no time zone of this window may shift it.
import { useText } from '#renderer/ui/text/text-context.tsx';

/** Writes `2026-11-27` the language's way; what is no day comes back as it is. */
export function useDayWords(): (day: string) => string {
  const { language } = useText();
  const format = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' });
  return (day) => {
    const at = Date.parse(`${day}T00:00:00Z`);
    return Number.isNaN(at) ? day : format.format(at);
  };
}
