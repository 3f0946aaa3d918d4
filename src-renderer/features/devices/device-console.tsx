// What a device says as it comes, and a line to send to it. Keeps the newest lines only, and stays at the end while the
// person is there.
import { Send } from 'lucide-react';
import { type FormEvent, useCallback, useLayoutEffect, useRef, useState } from 'react';
import type { ConsoleItem, Device } from '#main/contract/devices.ts';
import type { Recording } from '#main/contract/recordings.ts';
import { visibleLine } from '#main/contract/shown-text.ts';
import { useAct } from '#renderer/api/use-act.ts';
import { useFollow } from '#renderer/api/use-follow.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { Select } from '#renderer/ui/controls/select.tsx';
import { TextField } from '#renderer/ui/controls/text-field.tsx';
import { describeError } from '#renderer/ui/text/describe-error.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import type { BenchClient } from './bench.ts';
import { RecordButton } from './recordings/record-button.tsx';

export type DeviceConsoleProps = {
  readonly client: BenchClient;
  readonly device: Device;
  readonly recordings: readonly Recording[];
};

const keptLines = 1_000;
const ends = { lf: '\n', cr: '\r', crlf: '\r\n', none: '' } as const;
type End = keyof typeof ends;
const endNames = ['lf', 'cr', 'crlf', 'none'] as const;
const atEndPx = 24;

/** Lines are numbered, so a stream that is opened again brings none twice. */
function add(before: ConsoleItem, item: ConsoleItem): ConsoleItem {
  const newest = before.lines.at(-1)?.n ?? 0;
  const fresh = item.lines.filter(({ n }) => n > newest);
  return { lines: [...before.lines, ...fresh].slice(-keptLines), lost: before.lost + item.lost, tail: item.tail };
}

export function DeviceConsole({ client, device, recordings }: DeviceConsoleProps) {
  const { t } = useText();
  const { key } = device;
  const [said, setSaid] = useState<ConsoleItem>({ lines: [], lost: 0, tail: '' });
  const [text, setText] = useState('');
  const [end, setEnd] = useState<End>('lf');
  const box = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  const { error } = useFollow({
    open: useCallback((signal: AbortSignal) => client.devices.console({ key }, { signal }), [client, key]),
    onItem: (item) => setSaid((before) => add(before, item)),
  });
  const send = useAct(async () => {
    await client.devices.write({ key, text, end: ends[end] });
    setText('');
  });
  useLayoutEffect(() => {
    void said;
    const element = box.current;
    if (element !== null && isAtEnd.current) element.scrollTop = element.scrollHeight;
  }, [said]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void send.run(undefined);
  };
  const failed = error ?? send.error;
  const isEmpty = said.lines.length === 0 && said.tail === '';
  return (
    <div className="flex flex-col gap-3">
      <RecordButton client={client} deviceKey={key} recordings={recordings} />
      {said.lost > 0 && <p className="text-sm text-ink-soft">{t('devices.lost', { count: said.lost })}</p>}
      <div
        ref={box}
        role="log"
        aria-label={t('devices.console_of', { device: visibleLine(device.name) })}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls has to be reached by keys.
        tabIndex={0}
        dir="ltr"
        onScroll={({ currentTarget: at }) => {
          isAtEnd.current = at.scrollHeight - at.scrollTop - at.clientHeight < atEndPx;
        }}
        className="focus-inside h-64 overflow-auto rounded-control border border-edge bg-sunken p-3 font-mono text-sm"
      >
        {isEmpty && <p className="font-sans text-ink-soft">{t('devices.silent')}</p>}
        {said.lines.map(({ n, text: line }) => (
          <div key={n} className="min-h-5 whitespace-pre-wrap wrap-anywhere">
            {visibleLine(line)}
          </div>
        ))}
        {said.tail !== '' && <div className="whitespace-pre-wrap wrap-anywhere">{visibleLine(said.tail)}</div>}
      </div>
      <form onSubmit={submit} className="flex flex-wrap items-end gap-2">
        <div className="min-w-40 flex-1">
          <TextField label={t('devices.message')} value={text} onChange={setText} mono autoComplete="off" />
        </div>
        <Select
          label={t('devices.ends_with')}
          value={end}
          options={endNames.map((value) => ({ value, label: t(`devices.end_${value}`) }))}
          onChange={(value) => setEnd(endNames.find((one) => one === value) ?? 'lf')}
        />
        <Button type="submit" icon={<Send aria-hidden="true" />} busy={send.isRunning}>
          {t('devices.send')}
        </Button>
      </form>
      {failed !== undefined && (
        <p role="alert" className="text-stop-ink">
          {describeError(failed, t)}
        </p>
      )}
    </div>
  );
}
