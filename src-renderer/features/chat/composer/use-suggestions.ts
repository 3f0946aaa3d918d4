// Completions for the word at the caret: slash commands at once, files of the workspace as they are found.
import { useEffect, useMemo, useState } from 'react';
import type { SlashCommand } from '#main/contract/commands.ts';
import { type Completion, completionAt, matchCommands } from './typed-text.ts';

export type Suggestion =
  | { readonly type: 'command'; readonly key: string; readonly command: SlashCommand }
  | { readonly type: 'file'; readonly key: string; readonly path: string };

export type Suggestions = {
  readonly completion: Completion | undefined;
  readonly items: readonly Suggestion[];
  readonly active: number;
  move(by: number): void;
  /** Until the word changes. */
  dismiss(): void;
};

export type FindFiles = (text: string, signal: AbortSignal) => Promise<readonly string[]>;

const findAfterMs = 80;

export function useSuggestions(o: {
  readonly text: string;
  readonly caret: number;
  readonly commands: readonly SlashCommand[];
  readonly findFiles: FindFiles;
}): Suggestions {
  const found = completionAt(o.text, o.caret);
  const word = found === undefined ? '' : `${found.type}:${found.start}:${found.query}`;
  const [dismissed, setDismissed] = useState('');
  const [choice, setChoice] = useState({ word: '', index: 0 });
  const completion = word === dismissed ? undefined : found;
  const files = useFiles(completion?.type === 'file' ? completion.query : undefined, o.findFiles);
  const commands = o.commands;
  const items = useMemo<readonly Suggestion[]>(() => {
    if (completion === undefined) return [];
    if (completion.type === 'file') return files.map((path) => ({ type: 'file', key: path, path }));
    return matchCommands(commands, completion.query).map((command) => ({
      type: 'command',
      key: command.name,
      command,
    }));
  }, [completion, files, commands]);
  const active = choice.word === word ? Math.min(choice.index, Math.max(0, items.length - 1)) : 0;
  return {
    completion,
    items,
    active,
    move: (by) => setChoice({ word, index: (active + by + items.length) % Math.max(1, items.length) }),
    dismiss: () => setDismissed(word),
  };
}

function useFiles(query: string | undefined, findFiles: FindFiles): readonly string[] {
  const [files, setFiles] = useState<readonly string[]>([]);
  useEffect(() => {
    if (query === undefined) {
      setFiles([]);
      return;
    }
    const controller = new AbortController();
    const timer = setTimeout(() => {
      findFiles(query, controller.signal).then(
        (found) => !controller.signal.aborted && setFiles(found),
        () => !controller.signal.aborted && setFiles([]), // Names can be typed by hand.
      );
    }, findAfterMs);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [query, findFiles]);
  return files;
}
