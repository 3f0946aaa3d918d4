// How text that did not come from the person is marked for the model, and shown to the person without the marks.

const closing = /<\/untrusted/gi;

/**
 * Text of a file, a page, a command, so that the model can tell it from instructions. `from` is a short name of the source.
 * The text cannot close the mark itself.
 */
export function markUntrusted(from: string, text: string): string {
  const source = from.replace(/["<>\r\n]/g, ' ').slice(0, 300);
  return `<untrusted from="${source}">\n${text.replace(closing, '<\\/untrusted')}\n</untrusted>`;
}

/** A tool's output as a person reads it: the marks are taken away, their text stays. */
export function unmarkUntrusted(output: string): string {
  return output
    .replace(/^<untrusted from="[^"\n]*">\n/gm, '')
    .replace(/\n<\/untrusted>$/gm, '')
    .replaceAll('<\\/untrusted', '</untrusted');
}
