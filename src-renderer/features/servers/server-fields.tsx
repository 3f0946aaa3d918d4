// The form for a server by hand.
import type { McpTransport } from '#main/contract/mcp.ts';
import { Select } from '#renderer/ui/controls/select.tsx';
import { Switch } from '#renderer/ui/controls/switch.tsx';
import { TextArea } from '#renderer/ui/controls/text-area.tsx';
import { TextField } from '#renderer/ui/controls/text-field.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import type { ServerForm } from './read-form.ts';

export type ServerFieldsProps = { readonly form: ServerForm; readonly onForm: (form: ServerForm) => void };

const kinds = ['stdio', 'http', 'sse'] as const;

export function ServerFields({ form, onForm }: ServerFieldsProps) {
  const { t } = useText();
  const set = (change: Partial<ServerForm>) => onForm({ ...form, ...change });
  return (
    <>
      <TextField
        label={t('mcp.name')}
        hint={t('mcp.name_hint')}
        value={form.name}
        onChange={(name) => set({ name })}
        mono
      />
      <Select
        label={t('mcp.kind')}
        value={form.kind}
        options={kinds.map((kind) => ({ value: kind, label: t(`mcp.kind_${kind}`) }))}
        onChange={(kind) => set({ kind: kind as McpTransport['type'] })}
      />
      {form.kind === 'stdio' ? (
        <>
          <TextField label={t('mcp.command')} value={form.command} onChange={(command) => set({ command })} mono />
          <TextArea label={t('mcp.args')} value={form.args} onChange={(args) => set({ args })} mono />
          <TextArea
            label={t('mcp.env')}
            hint={t('mcp.env_hint')}
            value={form.values}
            onChange={(values) => set({ values })}
            mono
          />
          <Switch
            label={t('mcp.network')}
            hint={t('mcp.network_hint')}
            checked={form.network}
            onChange={(network) => set({ network })}
          />
          <Switch
            label={t('mcp.in_workspace')}
            checked={form.inWorkspace}
            onChange={(inWorkspace) => set({ inWorkspace })}
          />
        </>
      ) : (
        <>
          <TextField label={t('mcp.url')} value={form.url} onChange={(url) => set({ url })} mono />
          <TextArea
            label={t('mcp.headers')}
            hint={t('mcp.env_hint')}
            value={form.values}
            onChange={(values) => set({ values })}
            mono
          />
        </>
      )}
    </>
  );
}
