// Runs one script of a ready skill by the person's own hand, in the sandbox, with a text of theirs as its input.
import { Play } from 'lucide-react';
import { useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import { visibleLines } from '#main/contract/shown-text.ts';
import type { ScriptRun } from '#main/contract/skills.ts';
import { useAct } from '#renderer/api/use-act.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { Select } from '#renderer/ui/controls/select.tsx';
import { TextArea } from '#renderer/ui/controls/text-area.tsx';
import { Card } from '#renderer/ui/display/card.tsx';
import { CodeBlock } from '#renderer/ui/display/code-block.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { Failure } from '../failure.tsx';

export type TryScriptProps = {
  readonly client: LimpetClient;
  readonly skillKey: string;
  readonly scripts: readonly string[];
  readonly workspace: string | undefined;
  readonly isOffline: boolean;
};

export function TryScript({ client, skillKey, scripts, workspace, isOffline }: TryScriptProps) {
  const { t } = useText();
  const [script, setScript] = useState(scripts[0] ?? '');
  const [input, setInput] = useState('{}');
  const [ran, setRan] = useState<ScriptRun>();
  const run = useAct(async (folder: string) =>
    setRan(await client.skills.runScript({ key: skillKey, script, input, workspace: folder })),
  );
  if (workspace === undefined) return null;
  const words = (text: string) => visibleLines(text).join('\n');
  return (
    <Card title={t('skills.try_script')} detail={t('skills.try_script_text', { folder: workspace })}>
      <Select
        label={t('skills.script')}
        value={script}
        options={scripts.map((value) => ({ value, label: value }))}
        onChange={setScript}
      />
      <TextArea label={t('skills.script_input')} mono rows={4} value={input} onChange={setInput} />
      <div>
        <Button
          icon={<Play className="rtl:-scale-x-100" aria-hidden="true" />}
          busy={run.isRunning}
          disabled={isOffline}
          onClick={() => void run.run(workspace)}
        >
          {t('skills.script_run')}
        </Button>
      </div>
      <Failure error={run.error} />
      {ran !== undefined && (
        <div role="status" className="flex flex-col gap-2">
          <p className="text-sm text-ink-soft">
            {ran.exitCode === 0
              ? t('skills.script_ok')
              : t('skills.script_failed', { code: String(ran.exitCode ?? '–') })}
          </p>
          {ran.output !== '' && (
            <CodeBlock code={words(ran.output)} name={t('skills.script_output')} maxHeight={320} wrap />
          )}
          {ran.errors !== '' && (
            <CodeBlock code={words(ran.errors)} name={t('skills.script_errors')} maxHeight={240} wrap />
          )}
        </div>
      )}
    </Card>
  );
}
