// What a page says about an element: for the card that asks, and for the rule that only the person fills in secrets.
import type { Locator } from 'playwright-core';
import { FormFacts, formScript } from './form-script.ts';
import type { Target } from './port.ts';
import { secretKind } from './secret-field.ts';

const attributeMs = 2_000;
const names = ['type', 'autocomplete', 'name', 'id', 'placeholder', 'aria-label'] as const;

const originOf = (text: string): string[] => {
  if (!URL.canParse(text)) return [];
  const { protocol, origin } = new URL(text);
  return /^https?:$/.test(protocol) ? [origin] : [];
};

function fieldsText(form: FormFacts): string {
  return form.fields
    .map(({ name, type, value }) => {
      const hidden = secretKind({ type, autocomplete: '', name, id: '', placeholder: '', label: '' }) !== undefined;
      return `${name}=${hidden && value !== '' ? '•••' : value}`;
    })
    .join('\n');
}

export async function describeTarget(
  locator: Locator,
  o: { ref: string; label: string; origin: string },
): Promise<Target> {
  // Attributes are read outside of the page's own scripts, which cannot make a password field look like another.
  const values = await Promise.all(
    names.map((name) => locator.getAttribute(name, { timeout: attributeMs }).then((value) => value ?? '')),
  );
  const [type = '', autocomplete = '', name = '', id = '', placeholder = '', label = ''] = values;
  const secret = secretKind({ type, autocomplete, name, id, placeholder, label: `${label} ${o.label}` });
  // Without it the card shows less; the rule about secrets does not stand on it.
  const told = await locator.evaluate(formScript, undefined, { timeout: attributeMs }).catch(() => undefined);
  const form = FormFacts.safeParse(told).data;
  const sends =
    form?.isSubmit === true ? { method: form.method, url: form.action, fields: fieldsText(form) } : undefined;
  const leadsTo = [...originOf(form?.href ?? ''), ...originOf(sends?.url ?? '')];
  return {
    ref: o.ref,
    label: o.label,
    origin: o.origin,
    leadsTo: [...new Set(leadsTo)],
    ...(secret === undefined ? {} : { secret }),
    ...(sends === undefined ? {} : { sends }),
  };
}
