// Exports and data folders of other assistants, written by hand in the form that their own code and published
// descriptions give: ChatGPT and Claude as described by people who read real exports of 2024 to 2026 (`mapping`,
// `current_node`, `asset_pointer`; `chat_messages`, `extracted_content`, `parent_message_uuid`), OpenClaw from its notes on
// sessions and transcripts, ClawdBot in Python from its `Session` model, Octoclaw from `session_store.py`, PicoClaw from
// `pkg/session/manager.go` and `pkg/memory/jsonl.go`.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** One pixel. */
export const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

type Files = Readonly<Record<string, string | Buffer>>;
export function writeFiles(folder: string, files: Files): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
}

type Node = { id: string; parent: string | null; message: unknown; children: string[] };
const node = (id: string, parent: string | null, message: unknown): Node => ({ id, parent, message, children: [] });
/** Parents name their children, too. */
function tree(mapping: Record<string, Node>): Record<string, Node> {
  for (const { id, parent } of Object.values(mapping)) if (parent !== null) mapping[parent]?.children.push(id);
  return mapping;
}
const said = (role: string, text: string, at: number) => ({
  id: `m-${at}`,
  author: { role, name: null, metadata: {} },
  create_time: at,
  update_time: null,
  content: { content_type: 'text', parts: [text] },
  status: 'finished_successfully',
  end_turn: true,
  weight: 1,
  metadata: role === 'assistant' ? { model_slug: 'gpt-4o' } : {},
  recipient: 'all',
});

/** A question with two answers, one of which used Python and drew a picture; a hidden message; a conversation that is broken. */
export const chatgptConversations = [
  {
    title: 'Tides at the pier',
    create_time: 1_700_000_000.25,
    update_time: 1_700_000_900.5,
    mapping: tree({
      root: node('root', null, null),
      system: node('system', 'root', {
        ...said('system', '', 1_700_000_000),
        metadata: { is_visually_hidden_from_conversation: true },
      }),
      ask: node('ask', 'system', {
        ...said('user', 'When is high water?', 1_700_000_001),
        content: {
          content_type: 'multimodal_text',
          parts: [
            {
              content_type: 'image_asset_pointer',
              asset_pointer: 'file-service://file-Pier123',
              size_bytes: 8,
              width: 1,
              height: 1,
            },
            'When is high water?',
          ],
        },
        metadata: {
          attachments: [
            { id: 'file-Pier123', name: 'pier.png', mimeType: 'image/png', size: picture.length },
            { id: 'file-Gone999', name: 'gone.pdf', mimeType: 'application/pdf', size: 5 },
          ],
        },
      }),
      first: node('first', 'ask', said('assistant', 'At six.', 1_700_000_002)),
      think: node('think', 'ask', {
        ...said('assistant', '', 1_700_000_003),
        content: { content_type: 'thoughts', thoughts: [{ summary: 'Count', content: 'the hours' }] },
      }),
      code: node('code', 'think', {
        ...said('assistant', '', 1_700_000_004),
        recipient: 'python',
        content: { content_type: 'code', language: 'unknown', text: 'print(6.2)' },
      }),
      output: node('output', 'code', {
        ...said('tool', '', 1_700_000_005),
        author: { role: 'tool', name: 'python', metadata: {} },
        content: { content_type: 'execution_output', text: '6.2' },
      }),
      second: node('second', 'output', said('assistant', 'At 6:12.', 1_700_000_006)),
      thanks: node('thanks', 'second', said('user', 'Thanks', 1_700_000_007)),
      odd: node('odd', 'ask', { author: 'nobody' }),
    }),
    current_node: 'thanks',
    conversation_id: 'c-1',
    is_archived: false,
  },
  { title: 'Broken', mapping: 'none' },
  {
    title: '',
    create_time: 1_700_001_000,
    update_time: null,
    mapping: { a: node('a', null, said('user', 'Just this, without a title', 1_700_001_000)) },
    current_node: 'a',
    conversation_id: 'c-2',
  },
  {
    title: 'Empty',
    create_time: 1,
    mapping: { root: node('root', null, null) },
    current_node: 'root',
    conversation_id: 'c-3',
  },
];

export const chatgptExport: Files = {
  'conversations.json': JSON.stringify(chatgptConversations),
  'chat.html': '<html></html>',
  'user.json': '{"id":"user-x","email":"a@example.org"}',
  'file-Pier123-pier.png': picture,
};

const claudeText = (text: string) => ({
  type: 'text',
  text,
  citations: [],
  start_timestamp: null,
  stop_timestamp: null,
});
export const claudeConversations = [
  {
    uuid: 'a0000000-0000-4000-8000-000000000001',
    name: 'Boats',
    summary: '',
    created_at: '2025-03-01T10:00:00.123456Z',
    updated_at: '2025-03-01T10:09:00.000000Z',
    account: { uuid: 'x' },
    chat_messages: [
      {
        uuid: 'u1',
        text: 'What is in the list?',
        content: [claudeText('What is in the list?')],
        sender: 'human',
        created_at: '2025-03-01T10:00:01.000000Z',
        updated_at: '2025-03-01T10:00:01.000000Z',
        attachments: [{ file_name: 'list.csv', file_size: 9, file_type: 'text/csv', extracted_content: 'boat\nketch' }],
        files: [{ file_name: 'photo.jpg' }],
        parent_message_uuid: '00000000-0000-4000-8000-000000000000',
      },
      {
        uuid: 'a1',
        text: 'One ketch.',
        content: [
          { type: 'thinking', thinking: 'Look at the list.' },
          { type: 'tool_use', id: 'toolu_1', name: 'repl', input: { code: '1+1' } },
          {
            type: 'tool_result',
            tool_use_id: 'toolu_1',
            name: 'repl',
            content: [{ type: 'text', text: '2' }],
            is_error: false,
          },
          claudeText('One ketch.'),
        ],
        sender: 'assistant',
        created_at: '2025-03-01T10:00:05.000000Z',
        attachments: [],
        files: [],
        parent_message_uuid: 'u1',
      },
      {
        uuid: 'a2',
        text: 'A ketch, once.',
        content: [claudeText('A ketch, once.')],
        sender: 'assistant',
        created_at: '2025-03-01T10:00:09.000000Z',
        attachments: [],
        files: [],
        parent_message_uuid: 'u1',
      },
      { uuid: 'bad', sender: 'martian' },
    ],
  },
  {
    uuid: 'a0000000-0000-4000-8000-000000000002',
    name: '',
    created_at: '2023-03-01T10:00:00.000000Z',
    updated_at: '2023-03-01T10:00:00.000000Z',
    account: { uuid: 'x' },
    chat_messages: [
      { uuid: 'o1', text: 'An old one', sender: 'human', created_at: '2023-03-01T10:00:00.000000Z', attachments: [] },
      {
        uuid: 'o2',
        text: 'Without content',
        sender: 'assistant',
        created_at: '2023-03-01T10:00:02.000000Z',
        attachments: [],
      },
    ],
  },
];
export const claudeExport: Files = {
  'conversations.json': JSON.stringify(claudeConversations),
  'users.json': '[]',
  'projects.json': '[]',
};

const lines = (...values: unknown[]) =>
  `${values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value))).join('\n')}\n`;

export const openclawFolder: Files = {
  'openclaw.json': '{"gateway":{"auth":{"token":"not-to-be-read"}}}',
  'agents/main/sessions/sessions.json': JSON.stringify({
    'agent:main:main': {
      sessionId: '11111111-1111-4111-8111-111111111111',
      updatedAt: 1_770_364_200_000,
      displayName: 'Garden',
    },
  }),
  'agents/main/sessions/11111111-1111-4111-8111-111111111111.jsonl': lines(
    {
      type: 'session',
      version: 3,
      id: '11111111-1111-4111-8111-111111111111',
      timestamp: '2026-02-06T07:49:00.000Z',
      cwd: '/home/ada',
    },
    {
      type: 'model_change',
      id: 'aa',
      parentId: null,
      timestamp: '2026-02-06T07:49:01.000Z',
      provider: 'anthropic',
      modelId: 'x',
    },
    {
      type: 'message',
      id: 'bb',
      parentId: 'aa',
      timestamp: '2026-02-06T07:49:02.000Z',
      message: { role: 'user', content: [{ type: 'text', text: 'Water the roses?' }], timestamp: 1_770_364_142_000 },
    },
    {
      type: 'message',
      id: 'cc',
      parentId: 'bb',
      timestamp: '2026-02-06T07:49:03.491Z',
      message: {
        role: 'assistant',
        content: [
          { type: 'thinking', thinking: 'Check the rain.', thinkingSignature: 's' },
          { type: 'toolCall', id: 'call_1', name: 'exec', arguments: { command: 'rain' } },
        ],
        provider: 'openai-codex',
        model: 'gpt-5.2',
        usage: { input: 1, output: 2 },
        stopReason: 'toolUse',
        timestamp: 1_770_364_143_489,
      },
    },
    {
      type: 'message',
      id: 'dd',
      parentId: 'cc',
      timestamp: '2026-02-06T07:49:04.000Z',
      message: {
        role: 'toolResult',
        toolCallId: 'call_1',
        toolName: 'exec',
        content: [{ type: 'text', text: '12 mm' }],
        isError: false,
      },
    },
    '{"type":"message","id":"half',
    {
      type: 'message',
      id: 'ee',
      parentId: 'dd',
      timestamp: '2026-02-06T07:49:05.000Z',
      message: {
        role: 'assistant',
        content: [{ type: 'text', text: 'No, it rained.' }],
        model: 'gpt-5.2',
        provider: 'openai-codex',
      },
    },
    {
      type: 'message',
      id: 'ff',
      parentId: 'bb',
      timestamp: '2026-02-06T07:49:06.000Z',
      message: { role: 'assistant', content: [{ type: 'text', text: 'Yes.' }] },
    },
  ),
  'agents/main/sessions/22222222-2222-4222-8222-222222222222.jsonl': lines({
    type: 'session',
    version: 3,
    id: 'empty',
    timestamp: '2026-02-06T07:49:00.000Z',
  }),
};

export const clawdbotFolder: Files = {
  'clawdbot.json': '{}',
  'sessions/morning/transcript.jsonl': lines(
    { role: 'user', content: 'Good morning', timestamp: '2026-01-05T08:00:00' },
    {
      role: 'assistant',
      content: '',
      timestamp: '2026-01-05T08:00:01',
      tool_calls: [{ id: 't1', name: 'web_search', arguments: '{"query":"weather"}' }],
    },
    { role: 'tool', content: 'sunny', tool_call_id: 't1', name: 'web_search', timestamp: '2026-01-05T08:00:02' },
    { role: 'assistant', content: 'It is sunny.', timestamp: '2026-01-05T08:00:03' },
  ),
  'sessions/7b1c2d3e-0000-4000-8000-000000000000.json': JSON.stringify({
    session_id: '7b1c2d3e-0000-4000-8000-000000000000',
    messages: [
      {
        role: 'user',
        content: 'Second session',
        timestamp: '2026-01-06T08:00:00',
        tool_calls: null,
        tool_call_id: null,
        name: null,
        images: null,
      },
      { role: 'alien', content: '?' },
    ],
    metadata: {},
    created_at: '2026-01-06T08:00:00+00:00',
    updated_at: '2026-01-06T08:00:01+00:00',
  }),
  'sessions/sessions.json': '{}',
};

export const octoclawFolder: Files = {
  'profile.json': '{}',
  'sessions/9f8e7d.json': JSON.stringify({
    id: '9f8e7d',
    messages: [
      { role: 'user', content: 'List the reefs', timestamp: 1_760_000_000.5, channel: 'web', tool_calls: [] },
      {
        role: 'assistant',
        content: 'Two reefs.',
        timestamp: 1_760_000_002.5,
        channel: 'web',
        tool_calls: [{ name: 'list_reefs', arguments: '{"sea":"north"}', result: '["a","b"]' }],
      },
    ],
    model: 'claude-sonnet-4',
    created_at: 1_760_000_000.1,
    updated_at: 1_760_000_003.1,
    title: 'Reefs',
  }),
  'sessions/damaged.json': '{"id": "x", "messages": [',
};

export const picoclawFolder: Files = {
  'config.json': '{}',
  'workspace/sessions/telegram_123.json': JSON.stringify({
    key: 'telegram:123',
    messages: [
      { role: 'user', content: 'hello' },
      {
        role: 'assistant',
        content: '',
        tool_calls: [{ id: 'c1', type: 'function', function: { name: 'exec', arguments: '{"command":"date"}' } }],
      },
      { role: 'tool', content: 'Friday', tool_call_id: 'c1' },
      { role: 'assistant', content: 'It is Friday.' },
    ],
    summary: 'A greeting.',
    created: '2026-02-18T15:12:17.600559824Z',
    updated: '2026-02-18T16:16:32.232755755Z',
  }),
  'workspace/sessions/agent_main_main.jsonl': lines(
    { role: 'user', content: 'from the newer store' },
    'not json at all',
    { role: 'assistant', content: 'indeed', reasoning_content: 'think' },
  ),
  'workspace/sessions/agent_main_main.meta.json': JSON.stringify({
    key: 'agent:main:main',
    summary: '',
    skip: 0,
    count: 2,
    created_at: '2026-03-01T00:00:00Z',
    updated_at: '2026-03-01T00:01:00Z',
  }),
};
