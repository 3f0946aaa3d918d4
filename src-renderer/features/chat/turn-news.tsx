// Says aloud how an answer stands: begun, asking, done, stopped, failed. Not every word of it.
import { useEffect, useState } from 'react';
import type { TurnState } from '#main/contract/messages.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';

export function TurnNews({ turn }: { readonly turn: TurnState | undefined }) {
  const { t } = useText();
  const state = turn?.state;
  const id = turn?.id;
  const [first] = useState(id);
  const [news, setNews] = useState('');
  useEffect(() => {
    // What was over before this window looked is no news.
    const isOld = id === first && state !== 'running' && state !== 'asking';
    if (state !== undefined && !isOld) setNews(t(`chat.news_${state}`));
  }, [state, id, first, t]);
  return (
    <div role="status" className="sr-only">
      {news}
    </div>
  );
}
