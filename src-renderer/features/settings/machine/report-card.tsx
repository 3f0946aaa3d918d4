// A report for whoever helps: shown whole before it is saved, so that nothing leaves that was not seen.
import { Download } from 'lucide-react';
import { useCallback } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import { saveTextFile } from '#renderer/api/save-file.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { Card } from '#renderer/ui/display/card.tsx';
import { CodeBlock } from '#renderer/ui/display/code-block.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { Failure } from '../failure.tsx';
import { useFetched } from './use-fetched.ts';

export function ReportCard({ client }: { readonly client: LimpetClient }) {
  const { t } = useText();
  const collect = useCallback(async () => (await client.system.diagnostics({})).text, [client]);
  const report = useFetched(collect, false);
  const text = report.data;
  const save = () => {
    if (text === undefined) return;
    const name = `limpet-report-${new Date().toISOString().slice(0, 10)}.txt`;
    saveTextFile({ name, text, type: 'text/plain;charset=utf-8' });
  };
  return (
    <Card title={t('settings.diagnostics_report')} detail={t('settings.diagnostics_report_text')}>
      {text !== undefined && <CodeBlock code={text} label={t('settings.diagnostics_report')} maxHeight={360} wrap />}
      <div className="flex flex-wrap gap-2">
        {text !== undefined && (
          <Button icon={<Download aria-hidden="true" />} onClick={save}>
            {t('settings.diagnostics_save')}
          </Button>
        )}
        <Button variant={text === undefined ? 'outline' : 'plain'} busy={report.isLoading} onClick={report.load}>
          {t(
            report.isLoading
              ? 'settings.diagnostics_loading'
              : text === undefined
                ? 'settings.diagnostics_show'
                : 'settings.diagnostics_again',
          )}
        </Button>
      </div>
      <Failure error={report.error} />
    </Card>
  );
}
