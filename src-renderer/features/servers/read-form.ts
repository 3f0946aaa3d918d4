// What was typed into the form, as a server.
import type { McpTransport, McpValue } from '#main/contract/mcp.ts';

export type ServerForm = {
  readonly name: string;
  readonly kind: McpTransport['type'];
  readonly command: string;
  readonly args: string;
  readonly values: string;
  readonly url: string;
  readonly network: boolean;
  readonly inWorkspace: boolean;
};

export const emptyForm: ServerForm = {
  ...{ name: '', kind: 'stdio', command: '', args: '', values: '', url: '' },
  ...{ network: false, inWorkspace: true },
};

const looksSecret = /(key|token|secret|passw|auth|credential|cookie|pat$)/i;

/** `NAME=value` or `Name: value`, one a line. */
export function readValues(text: string, separator: '=' | ':'): McpValue[] {
  return text.split('\n').flatMap((line) => {
    const at = line.indexOf(separator);
    if (at <= 0) return [];
    const name = line.slice(0, at).trim();
    return [{ name, value: line.slice(at + 1).trim(), secret: looksSecret.test(name) }];
  });
}

export function readForm(form: ServerForm): McpTransport {
  if (form.kind !== 'stdio') return { type: form.kind, url: form.url.trim(), headers: readValues(form.values, ':') };
  return {
    type: 'stdio',
    command: form.command.trim(),
    args: form.args.split('\n').filter((line) => line !== ''),
    env: readValues(form.values, '='),
    read: [],
    write: form.inWorkspace ? [`$\u007bworkspace}`] : [],
    network: form.network,
  };
}

export const isFilled = (form: ServerForm) =>
  form.name.trim() !== '' && (form.kind === 'stdio' ? form.command : form.url).trim() !== '';
