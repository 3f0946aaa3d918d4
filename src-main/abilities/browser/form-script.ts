// What a page says of the form around an element. Runs in the page, whose scripts may lie to it: good for showing, not for deciding.
import { z } from 'zod';

export const FormFacts = z.object({
  /** Of the link around it. */
  href: z.string().max(8_000),
  isSubmit: z.boolean(),
  action: z.string().max(8_000),
  method: z.string().max(20),
  fields: z
    .array(z.object({ name: z.string().max(200), type: z.string().max(60), value: z.string().max(1_000) }))
    .max(60),
});
export type FormFacts = z.infer<typeof FormFacts>;

/** A function of the element, as text: the core knows no DOM. */
const script = `(element) => {
  const link = element.closest('a[href], area[href]');
  const control = element.closest('button, input');
  const form = control?.form ?? null;
  const isSubmit = form !== null && ['submit', 'image'].includes(control.type);
  const fields = [];
  for (const one of form === null ? [] : Array.from(form.elements)) {
    if (!/^(input|textarea|select)$/i.test(one.tagName) || !one.name || fields.length >= 60) continue;
    if (['checkbox', 'radio'].includes(one.type) && !one.checked) continue;
    fields.push({ name: String(one.name).slice(0, 100), type: String(one.type), value: String(one.value).slice(0, 500) });
  }
  const own = control?.getAttribute('formaction') ?? form?.getAttribute('action') ?? '';
  return {
    href: link === null ? '' : String(link.href).slice(0, 4000),
    isSubmit,
    action: form === null ? '' : new URL(own, document.baseURI).href.slice(0, 4000),
    method: (form?.getAttribute('method') ?? 'get').toUpperCase().slice(0, 10),
    fields,
  };
}`;

/** The library sends a function as its text. */
export const formScript = Object.assign((): unknown => undefined, { toString: () => script });
