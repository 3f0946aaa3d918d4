// One connection, one root.
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createApi } from '#renderer/api/create-api.ts';
import { App } from './app.tsx';

export function start(root: HTMLElement): void {
  const api = createApi({ window, checkOutputs: import.meta.env.DEV });
  createRoot(root).render(
    <StrictMode>
      <App api={api} />
    </StrictMode>,
  );
}
