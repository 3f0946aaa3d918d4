// What the agent made, one at a time: shown or as source, each version, to copy and to save.
import { Code, Download, Eye } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { Artefact, ArtefactKind } from '#main/contract/artefacts.ts';
import type { LimpetClient } from '#main/contract/contract.ts';
import { saveTextFile } from '#renderer/api/save-file.ts';
import { IconButton } from '#renderer/ui/controls/icon-button.tsx';
import { Select } from '#renderer/ui/controls/select.tsx';
import { Busy } from '#renderer/ui/display/busy.tsx';
import { CodeBlock } from '#renderer/ui/display/code-block.tsx';
import { CopyButton } from '#renderer/ui/display/copy-button.tsx';
import { ErrorState } from '#renderer/ui/display/error-state.tsx';
import { formatAgo } from '#renderer/ui/text/format.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { useNow } from '#renderer/ui/text/use-now.ts';
import { ChartView } from './chart-view.tsx';
import { FrameView } from './frame-view.tsx';
import { TableView } from './table-view.tsx';
import { type Content, useContent } from './use-artefacts.ts';

export type ArtefactPanelProps = {
  readonly client: LimpetClient;
  readonly artefacts: readonly Artefact[];
  /** The artefact, or the call that made a version, to be shown; a new object asks again. */
  readonly request: { readonly id?: string } | undefined;
  /** Draws Markdown as the chat does. */
  readonly markdown: (text: string) => ReactNode;
};

type Chosen = { readonly id: string; readonly version: number | undefined };

export function ArtefactPanel({ client, artefacts, request, markdown }: ArtefactPanelProps) {
  const { t } = useText();
  const [chosen, setChosen] = useState<Chosen | undefined>();
  const answered = useRef<object | undefined>(undefined);
  useEffect(() => {
    const wanted = request?.id;
    // A version that was only just made may come a moment after the wish to see it; a wish is answered once.
    if (wanted === undefined || answered.current === request) return;
    for (const artefact of artefacts) {
      const version = artefact.versions.find(({ callId }) => callId === wanted);
      if (artefact.id !== wanted && version === undefined) continue;
      answered.current = request;
      setChosen({ id: artefact.id, version: version?.number });
    }
  }, [request, artefacts]);
  const artefact = artefacts.find(({ id }) => id === chosen?.id) ?? artefacts.at(-1);
  if (artefact === undefined) return null;
  return (
    <div className="flex h-full min-h-0 flex-col">
      {artefacts.length > 1 && (
        <div className="border-b border-edge p-2">
          <Select
            label={t('artefacts.which')}
            hideLabel
            value={artefact.id}
            options={artefacts.map((one) => ({ value: one.id, label: one.versions.at(-1)?.title ?? '' }))}
            onChange={(id) => setChosen({ id, version: undefined })}
          />
        </div>
      )}
      <One
        key={artefact.id}
        client={client}
        artefact={artefact}
        wanted={chosen?.id === artefact.id ? chosen.version : undefined}
        onVersion={(version) => setChosen({ id: artefact.id, version })}
        markdown={markdown}
      />
    </div>
  );
}

type OneProps = Pick<ArtefactPanelProps, 'client' | 'markdown'> & {
  readonly artefact: Artefact;
  /** Undefined: the newest. */
  readonly wanted: number | undefined;
  readonly onVersion: (version: number) => void;
};

function One({ client, artefact, wanted, onVersion, markdown }: OneProps) {
  const { t, language } = useText();
  const [isSource, setIsSource] = useState(false);
  const now = useNow(60_000, true);
  const newest = artefact.versions.at(-1);
  const version = artefact.versions.find(({ number }) => number === wanted) ?? newest;
  const content = useContent(client, artefact, version?.number ?? 1);
  if (version === undefined) return null;
  const text = content.state === 'read' ? content.content : '';
  return (
    <>
      <div className="flex items-center gap-1 border-b border-edge px-3 py-1.5">
        <h3 dir="auto" className="min-w-0 flex-1 truncate font-semibold" title={version.title}>
          {version.title}
        </h3>
        {artefact.versions.length > 1 && (
          <Select
            label={t('artefacts.version')}
            hideLabel
            className="w-36"
            value={String(version.number)}
            options={artefact.versions.toReversed().map((one) => ({
              value: String(one.number),
              label: t('artefacts.version_of', { number: one.number, when: formatAgo(one.createdAt, now, language) }),
            }))}
            onChange={(number) => onVersion(Number(number))}
          />
        )}
        <IconButton
          size="sm"
          label={t(isSource ? 'artefacts.show_preview' : 'artefacts.show_source')}
          icon={isSource ? <Eye aria-hidden="true" /> : <Code aria-hidden="true" />}
          onClick={() => setIsSource(!isSource)}
        />
        <CopyButton text={() => text} label={t('artefacts.copy')} />
        <IconButton
          size="sm"
          label={t('artefacts.save')}
          icon={<Download aria-hidden="true" />}
          disabled={content.state !== 'read'}
          onClick={() => saveTextFile({ ...fileOf(version.kind, version.title), text })}
        />
      </div>
      <Body content={content} kind={version.kind} title={version.title} isSource={isSource} markdown={markdown} />
    </>
  );
}

type BodyProps = {
  readonly content: Content;
  readonly kind: ArtefactKind;
  readonly title: string;
  readonly isSource: boolean;
  readonly markdown: (text: string) => ReactNode;
};

function Body({ content, kind, title, isSource, markdown }: BodyProps) {
  const { t } = useText();
  if (content.state === 'reading') return <Busy text={t('app.loading')} layout="page" />;
  if (content.state === 'failed') return <ErrorState title={t('artefacts.not_read')} error={content.error} />;
  const { content: text, key } = content;
  if (isSource) {
    return (
      <div className="min-h-0 flex-1 overflow-y-auto p-3">
        <CodeBlock code={text} name={kind} wrap />
      </div>
    );
  }
  switch (kind) {
    case 'html':
    case 'svg':
      return <FrameView key={key} frame="page" kind={kind} content={text} title={title} />;
    case 'mermaid':
      return <FrameView key={key} frame="mermaid" kind={kind} content={text} title={title} />;
    case 'chart':
      return <ChartView key={key} content={text} title={title} />;
    case 'csv':
      return <TableView key={key} content={text} title={title} />;
    case 'markdown':
      return <div className="min-h-0 flex-1 overflow-y-auto p-4">{markdown(text)}</div>;
  }
}

const files: Record<ArtefactKind, { readonly ending: string; readonly type: string }> = {
  html: { ending: 'html', type: 'text/html' },
  svg: { ending: 'svg', type: 'image/svg+xml' },
  mermaid: { ending: 'mmd', type: 'text/plain' },
  markdown: { ending: 'md', type: 'text/markdown' },
  csv: { ending: 'csv', type: 'text/csv' },
  chart: { ending: 'json', type: 'application/json' },
};

export function fileOf(kind: ArtefactKind, title: string): { readonly name: string; readonly type: string } {
  const { ending, type } = files[kind];
  const name = title
    .replace(/[^\p{L}\p{N} _-]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 80);
  return { name: `${name === '' ? 'artefact' : name}.${ending}`, type };
}
