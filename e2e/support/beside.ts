// Chats of a stage with something beside them: previews and changes.
import { type LimpetConnection, sayAndWait } from './client.ts';
import type { ModelServer } from './model-server.ts';
import { previewCalls } from './previews.ts';

/** What stands beside a chat: previews of each kind, and changes that were put back and some that were not. */
export async function fillBeside(client: LimpetConnection, model: ModelServer): Promise<void> {
  const shown = await client.api.sessions.create({ title: 'Previews' });
  model.play([{ calls: previewCalls }, { text: 'All of them stand beside.' }]);
  await sayAndWait(client, shown.id, { text: 'Show me the week' });
  const tidied = await client.api.sessions.create({ title: 'Tidied up' });
  await client.api.permissions.setMode({ sessionId: tidied.id, mode: { type: 'work' } });
  model.play([
    {
      calls: [
        { name: 'write_file', input: { path: 'old/draft.txt', content: 'High water 06:10\n' } },
        { name: 'write_file', input: { path: 'old/list.txt', content: 'lamp\nrope\n' } },
        { name: 'make_folder', input: { path: 'archive/2026' } },
      ],
    },
    {
      calls: [
        { name: 'move_file', input: { from: 'old/draft.txt', to: 'archive/2026/draft.txt' } },
        { name: 'write_file', input: { path: 'old/list.txt', content: 'lamp\nrope\nalmanac\n' } },
      ],
    },
    { text: 'Tidied.' },
  ]);
  await sayAndWait(client, tidied.id, { text: 'Tidy up' });
  const { entries } = await client.api.undo.list({ sessionId: tidied.id });
  const folder = entries.find(({ change }) => change === 'moved');
  if (folder !== undefined) await client.api.undo.undoEntry({ entryId: folder.id });
}
