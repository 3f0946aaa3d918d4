// The form for a server by hand.
import type { McpTransport } from '#main/contract/mcp.ts';
import { visibleLine } from '#main/contract/shown-text.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { Select } from '#renderer/ui/controls/select.tsx';
import { Switch } from '#renderer/ui/controls/switch.tsx';
import { TextArea } from '#renderer/ui/controls/text-area.tsx';
import { TextField } from '#renderer/ui/controls/text-field.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import type { ServerForm } from './read-form.ts';

export type ServerFieldsProps = {
  readonly form: ServerForm;
  readonly onForm: (form: ServerForm) => void;
  /** Its name stays: its keys, its tools and the rules about them are kept under it. */
  readonly isKept?: boolean;
};

const kinds = ['stdio', 'http', 'sse'] as const;

export function ServerFields({ form, onForm, isKept = false }: ServerFieldsProps) {
  const { t } = useText();
  const set = (change: Partial<ServerForm>) => onForm({ ...form, ...change });
  return (
    <>
      <TextField
        label={t('mcp.name')}
        hint={t(isKept ? 'mcp.name_kept' : 'mcp.name_hint')}
        value={form.name}
        onChange={(name) => set({ name })}
        readOnly={isKept}
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
            label={t('mcp.in_workspace')}
            checked={form.inWorkspace}
            onChange={(inWorkspace) => set({ inWorkspace })}
          />
          <TextArea label={t('mcp.read_folders')} rows={2} value={form.read} onChange={(read) => set({ read })} mono />
          <TextArea
            label={t('mcp.write_folders')}
            rows={2}
            value={form.write}
            onChange={(write) => set({ write })}
            mono
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
          <TextField
            label={t('mcp.client_id')}
            hint={t('mcp.client_id_hint')}
            value={form.clientId}
            onChange={(clientId) => set({ clientId })}
            mono
          />
          {form.clientId.trim() !== '' && (
            <TextField
              label={t('mcp.client_secret')}
              hint={isKept ? t('mcp.key_keep') : undefined}
              type="password"
              autoComplete="off"
              value={form.clientSecret}
              onChange={(clientSecret) => set({ clientSecret })}
            />
          )}
        </>
      )}
      {form.kept.length > 0 && (
        <section className="flex flex-col gap-2" aria-label={t('mcp.kept')}>
          <h3 className="font-medium">{t('mcp.kept')}</h3>
          <p className="text-sm text-ink-soft">{t('mcp.kept_text')}</p>
          {form.kept.map((one) => (
            <div key={one.name} className="flex flex-wrap items-center justify-between gap-2">
              <span className="font-mono text-sm wrap-anywhere">{visibleLine(one.name)}</span>
              <Button size="sm" onClick={() => set({ kept: form.kept.filter((other) => other !== one) })}>
                {t('mcp.kept_remove', { name: visibleLine(one.name) })}
              </Button>
            </div>
          ))}
        </section>
      )}
    </>
  );
}
