// The only gate: which operations exist and who may call them. What is not in the table does not exist.
import { AppError } from '#main/contract/errors.ts';
import type { Access, Contract, Ctx, Operation, Principal, RouterHandlers, StreamItem } from '#main/contract/kernel.ts';

/** Who may call an operation that asks for this much. */
const allowed: Readonly<Record<Access, ReadonlySet<Access>>> = {
  owner: new Set<Access>(['owner']),
  member: new Set<Access>(['owner', 'member']),
  api: new Set<Access>(['owner', 'member', 'api']),
};

type AnswerHandler = (input: unknown, ctx: Ctx) => Promise<unknown>;
type StreamHandler = (input: unknown, ctx: Ctx) => AsyncIterable<StreamItem<unknown>>;

export type Route = { readonly name: string; readonly operation: Operation } & (
  | { readonly type: 'answer'; readonly handle: AnswerHandler }
  | { readonly type: 'stream'; readonly handle: StreamHandler }
);

export interface Router {
  /** `not_found` for anything that is not an own entry of the contract, `forbidden` for who may not. */
  find(name: string, principal: Principal): Route;
}

export function createRouter<A extends Contract>(contract: A, handlers: RouterHandlers<A>): Router {
  const routes = new Map<string, Route>();
  for (const [domain, operations] of Object.entries(contract)) {
    for (const [name, operation] of Object.entries(operations)) {
      const op = `${domain}.${name}`;
      const own: Readonly<Record<string, unknown>> = Object.hasOwn(handlers, domain) ? (handlers[domain] ?? {}) : {};
      const handle = Object.hasOwn(own, name) ? own[name] : undefined;
      if (typeof handle !== 'function') throw new AppError('internal', `The operation ${op} has no handler.`);
      routes.set(
        op,
        operation.kind === 'stream'
          ? { type: 'stream', name: op, operation, handle: handle as StreamHandler }
          : { type: 'answer', name: op, operation, handle: handle as AnswerHandler },
      );
    }
  }
  return {
    find(name, principal) {
      const route = routes.get(name);
      if (route === undefined) throw new AppError('not_found', 'There is no such operation.');
      if (!allowed[route.operation.access].has(principal.access))
        throw new AppError('forbidden', 'This key may not do that. Sign in as the owner.');
      return route;
    },
  };
}
