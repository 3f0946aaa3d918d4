// Makes a data folder with a long past in seconds: for measurements and for tests at size.
import { randomUUID } from 'node:crypto';
import { MessageId as MessageIdSchema } from '#main/contract/ids.ts';
import { migrations } from '../migrations/list.ts';
import type { Connection } from '../sqlite/connection/connection.ts';
import { sealMessage } from '../sqlite/conversation/message-rows.ts';
import { openDatabase } from '../sqlite/opening/open-database.ts';
import { markClosed } from '../sqlite/opening/structure.ts';
import { indexText } from '../sqlite/search/index-text.ts';

export type HistoryOptions = {
  readonly folder: string;
  readonly messages: number;
  /** Messages are spread over them evenly; ids are `s0`, `s1`, … */
  readonly sessions: number;
  /** Words per message, 30 by default; one message in 50 is Chinese. */
  readonly words?: number;
  readonly now?: number;
};
export type MadeHistory = {
  /** From the commonest to the rarest words that were used. */
  readonly common: readonly string[];
  readonly medium: readonly string[];
  readonly rare: readonly string[];
  readonly chinese: readonly string[];
};

const vocabularySize = 30_000;
const messagesPerStep = 20_000;
const syllables = [
  'ka',
  'ro',
  'mi',
  'ten',
  'sol',
  'va',
  'du',
  'ne',
  'lis',
  'per',
  'gan',
  'tho',
  'bri',
  'ul',
  'sec',
  'wo',
];
const chineseWords = [
  '天气',
  '今天',
  '文件',
  '项目',
  '时间',
  '问题',
  '代码',
  '会议',
  '周末',
  '北京',
  '数据',
  '朋友',
  '学习',
  '工作',
];

/** The same numbers in every run. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

function wordAt(index: number): string {
  let rest = index;
  let word = '';
  do {
    word += syllables[rest % syllables.length] ?? '';
    rest = Math.floor(rest / syllables.length);
  } while (rest > 0);
  return word;
}

/** Words as often as they are in real text: the n-th has a share of 1/n. */
function createText(random: () => number, words: number) {
  const pick = () => wordAt(Math.min(vocabularySize - 1, Math.floor(vocabularySize ** random()) - 1));
  const chinese = () => chineseWords[Math.floor(random() * chineseWords.length)] ?? '';
  return (n: number): string => {
    if (n % 50 === 0) return Array.from({ length: 12 }, chinese).join('的');
    return Array.from({ length: words }, pick).join(' ');
  };
}

type Insert = Parameters<typeof sealMessage>[0] & {
  n: number;
  turn_n: number;
  parent_n: number | null;
  hash: string;
};
type Added = { n: number; session: number; depth: number; text: string; at: number };

/** Each pair of messages with the turn and the inbox row that made it, as a real past has them. */
function createAdd({ query }: Connection) {
  const insert = query<[Insert]>(`
    INSERT INTO messages (n, id, session_n, turn_n, branch_n, depth, parent_n, role, status, model, error, created_at,
      ended_at, hash, parts)
    VALUES (@n, @id, @session_n, @turn_n, @branch_n, @depth, @parent_n, @role, @status, @model, @error, @created_at,
      @ended_at, @hash, @parts)`);
  const index = query<[number, string, string]>('INSERT INTO search (rowid, body, session) VALUES (?, ?, ?)');
  type Turn = { n: number; id: string; session: number; at: number };
  const turn = query<[Turn]>(`
    INSERT INTO turns (n, id, session_n, answer_n, state, model, channel_id, policy, epoch, fence, started_at, ended_at,
      stop_reason)
    VALUES (@n, @id, @session, @n, 'done', 'offline/commands', 'ui', '{"allow":[],"interactive":true}', 'past', 1, @at,
      @at, 'end')`);
  const inbox = query<[Turn]>(`
    INSERT INTO inbox (n, id, session_n, channel_id, dedupe_key, kind, mode, policy, state, turn_n, created_at, body)
    VALUES (@n, @id, @session, 'ui', @id, 'message', 'queue', '{"allow":[],"interactive":true}', 'done', @n, @at, '')`);
  return ({ n, session, depth, text, at }: Added) => {
    const isUser = depth % 2 === 0;
    // A turn has the number of its answer.
    const turnN = isUser ? n + 1 : n;
    const fields = {
      id: MessageIdSchema.parse(randomUUID()),
      session_n: session,
      branch_n: session,
      depth,
      role: isUser ? ('user' as const) : ('assistant' as const),
      status: 'done' as const,
      model: isUser ? null : 'offline/commands',
      error: null,
      created_at: at,
      ended_at: at,
      parts: JSON.stringify([{ type: 'text', text }]),
    };
    insert.run({ ...fields, n, turn_n: turnN, parent_n: depth === 0 ? null : n - 1, hash: sealMessage(fields) });
    index.run(n, indexText(text), `s${session}`);
    if (!isUser) turn.run({ n, id: randomUUID(), session, at });
    if (!isUser) inbox.run({ n, id: randomUUID(), session, at });
  };
}

/** The folder must be empty or missing. */
export async function generateHistory(o: HistoryOptions): Promise<MadeHistory> {
  const now = o.now ?? Date.UTC(2026, 0, 1);
  const opened = await openDatabase({ folder: o.folder, now: () => now, migrations });
  const { writer } = opened;
  try {
    writer.db.pragma('synchronous = OFF');
    writer.db.pragma('cache_size = -200000');
    const perSession = Math.ceil(o.messages / o.sessions);
    const session = writer.query<[{ n: number; id: string; at: number }]>(`
      INSERT INTO sessions (n, id, title, title_is_automatic, workspace, created_at, updated_at)
      VALUES (@n, @id, 'Generated', 1, '', @at, @at)`);
    const branch = writer.query<[number, number]>(
      'INSERT INTO branches (n, session_n, parent_n, fork_depth) VALUES (?, ?, NULL, -1)',
    );
    const setHead = writer.query<[number, number]>('UPDATE sessions SET head_n = ? WHERE n = ?');
    const add = createAdd(writer);
    const text = createText(createRandom(1), o.words ?? 30);
    for (let first = 0; first < o.messages; first += messagesPerStep) {
      writer.step('relaxed', () => {
        for (let i = first; i < Math.min(o.messages, first + messagesPerStep); i += 1) {
          const sessionN = Math.floor(i / perSession) + 1;
          const depth = i % perSession;
          const at = now - o.messages + i;
          if (depth === 0) {
            session.run({ n: sessionN, id: `s${sessionN - 1}`, at });
            branch.run(sessionN, sessionN);
          }
          add({ n: i + 1, session: sessionN, depth, text: text(i), at });
          if (depth === perSession - 1 || i === o.messages - 1) setHead.run(i + 1, sessionN);
        }
      });
    }
    writer.db.pragma('wal_checkpoint(TRUNCATE)');
  } finally {
    writer.close();
    markClosed(opened.paths);
    opened.ownership.release();
  }
  const words = (from: number, count: number) => Array.from({ length: count }, (_, i) => wordAt(from + i));
  return { common: words(0, 12), medium: words(500, 12), rare: words(25_000, 12), chinese: chineseWords };
}
