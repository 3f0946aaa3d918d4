// Forms that servers ask the person to fill in. They wait here, are shown by the page, and end with an answer, a no, or time.
import type { ElicitRequest, ElicitResult } from '@modelcontextprotocol/sdk/types.js';
import { AppError } from '#main/contract/errors.ts';
import type { McpQuestion, McpServerId } from '#main/contract/mcp.ts';
import { type Clock, cancelled } from '#main/platform/base/clock.ts';
import { newId } from '#main/platform/base/ids.ts';
import { isSecret } from '../config/secret-names.ts';
import type { QuestionAnswer } from '../port.ts';
import type { CallPlace } from './keeper.ts';
import { isSafeSignInUrl } from './sign-in.ts';

type Field = McpQuestion['fields'][number];
type Schema = Readonly<Record<string, unknown>>;

const waitMs = 10 * 60_000;
const maxWaiting = 20;
const maxFields = 30;

const textOf = (value: unknown) => (typeof value === 'string' ? value.slice(0, 2_000).toWellFormed() : undefined);

function optionsOf(schema: Schema): Field['options'] {
  const listed = Array.isArray(schema.oneOf) ? schema.oneOf : Array.isArray(schema.anyOf) ? schema.anyOf : undefined;
  if (listed !== undefined)
    return listed.flatMap((one: { const?: unknown; title?: unknown }) => {
      const value = textOf(one?.const);
      return value === undefined ? [] : [{ value, label: textOf(one.title) ?? value }];
    });
  const values = Array.isArray(schema.enum) ? schema.enum : undefined;
  const names: readonly unknown[] = Array.isArray(schema.enumNames) ? schema.enumNames : [];
  return values?.flatMap((one, index) => {
    const value = textOf(one);
    return value === undefined ? [] : [{ value, label: textOf(names[index]) ?? value }];
  });
}

function typeOf(schema: Schema, options: Field['options']): Field['type'] {
  if (schema.type === 'array') return 'choices';
  if (options !== undefined) return 'choice';
  if (schema.type === 'boolean' || schema.type === 'number' || schema.type === 'integer') return schema.type;
  return 'text';
}

function initialOf(value: unknown): Field['initial'] {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : undefined;
}

/** Undefined for a form that asks for a key: such forms are not shown. */
export function fieldsOf(schema: { properties?: unknown; required?: unknown }): Field[] | undefined {
  const properties = Object.entries((schema.properties ?? {}) as Record<string, Schema>).slice(0, maxFields);
  const required = new Set(Array.isArray(schema.required) ? schema.required : []);
  const fields = properties.map(([name, one]): Field => {
    const items = one.type === 'array' ? ((one.items ?? {}) as Schema) : one;
    const options = optionsOf(items);
    const initial = initialOf(one.default);
    const [label, description, format] = [textOf(one.title), textOf(one.description), textOf(one.format)];
    return {
      name,
      label: label ?? name,
      required: required.has(name),
      type: typeOf(one, options),
      ...(description === undefined ? {} : { description }),
      ...(format === undefined ? {} : { format }),
      ...(options === undefined ? {} : { options }),
      ...(initial === undefined ? {} : { initial }),
    };
  });
  const wantsKey = fields.some(
    ({ name, label, format, type }) =>
      type === 'text' && (format === 'password' || isSecret(name, '') || isSecret(label.replaceAll(' ', '_'), '')),
  );
  return wantsKey ? undefined : fields;
}

export type QuestionsDeps = {
  readonly clock: Clock;
  readonly onChange: () => void;
  readonly onRefused: (id: McpServerId) => void;
};

export type Questions = ReturnType<typeof createQuestions>;

export function createQuestions(d: QuestionsDeps) {
  type Waiting = { question: McpQuestion; elicitationId?: string; settle: (result: ElicitResult) => void };
  const waiting = new Map<string, Waiting>();

  const wait = (
    question: McpQuestion,
    elicitationId: string | undefined,
    signal: AbortSignal,
  ): Promise<ElicitResult> => {
    let cleanUp = () => {};
    const answered = new Promise<ElicitResult>((resolve, reject) => {
      const cancelTimer = d.clock.after(waitMs, () => resolve({ action: 'cancel' }));
      const abort = () => reject(cancelled());
      signal.addEventListener('abort', abort, { once: true });
      if (signal.aborted) abort();
      waiting.set(question.id, {
        question,
        settle: resolve,
        ...(elicitationId === undefined ? {} : { elicitationId }),
      });
      d.onChange();
      cleanUp = () => {
        cancelTimer();
        signal.removeEventListener('abort', abort);
        waiting.delete(question.id);
        d.onChange();
      };
    });
    return answered.finally(() => cleanUp());
  };

  return {
    list: (): McpQuestion[] => [...waiting.values()].map(({ question }) => question),
    /** Declines what nobody may be asked: forms for keys, pages that are not safe to open, more than can be looked at. */
    async ask(
      o: { serverId: McpServerId; place: CallPlace | undefined; params: ElicitRequest['params'] },
      signal: AbortSignal,
    ): Promise<ElicitResult> {
      const { params } = o;
      const now = d.clock.now();
      const base = {
        id: newId(now),
        serverId: o.serverId,
        ...(o.place === undefined ? {} : o.place),
        message: params.message.slice(0, 4_000).toWellFormed(),
        expiresAt: now + waitMs,
      };
      const refuse = (): ElicitResult => {
        d.onRefused(o.serverId);
        return { action: 'decline' };
      };
      if (waiting.size >= maxWaiting) return refuse();
      if (params.mode === 'url') {
        const url = URL.canParse(params.url) ? new URL(params.url) : undefined;
        if (url === undefined || !isSafeSignInUrl(url)) return refuse();
        return wait({ ...base, url: url.href, fields: [] }, params.elicitationId, signal);
      }
      const fields = fieldsOf(params.requestedSchema);
      return fields === undefined ? refuse() : wait({ ...base, fields }, undefined, signal);
    },
    /** The server says that it was done at its own page. */
    done(elicitationId: string): void {
      for (const one of waiting.values()) if (one.elicitationId === elicitationId) one.settle({ action: 'accept' });
    },
    answer({ questionId, action, values }: QuestionAnswer): void {
      const one = waiting.get(questionId);
      if (one === undefined)
        throw new AppError('conflict', 'This question was answered already, or its time is over.', {
          details: { reason: 'mcp_question_over' },
        });
      const known = new Set(one.question.fields.map(({ name }) => name));
      const content = Object.fromEntries(Object.entries(values).filter(([name]) => known.has(name)));
      one.settle(action === 'accept' && one.question.url === undefined ? { action, content } : { action });
    },
  };
}
