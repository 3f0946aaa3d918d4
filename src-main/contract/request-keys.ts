// Keys that the model's requests may name without ever seeing them, each for the hosts that the person tied it to.
import { z } from 'zod';
import { command, stream } from './kernel.ts';

export const RequestKeyName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,40}$/, 'small letters, digits, - and _, at most 41');

export const RequestKey = z.object({
  name: z.string(),
  /** `api.example.org`, `*.example.org`, each with `:port` where it is not 443. */
  hosts: z.array(z.string()),
  /** False: its value is gone from the store, or cannot be read. */
  stored: z.boolean(),
});
export type RequestKey = z.infer<typeof RequestKey>;

const RequestKeys = z.object({ keys: z.array(RequestKey) });

export const requestKeys = {
  watch: stream(z.object({}), RequestKeys),
  /**
   * A new one, or other hosts or another value for the one of this name. The value goes to the secret store and never comes
   * back; one that is left out stays. Errors: `invalid_input` with reason `bad_host`, `request_key_short` or `request_key_empty`.
   */
  save: command(
    z.object({
      name: RequestKeyName,
      value: z.string().min(1).max(2_560).optional(),
      hosts: z.array(z.string().min(1).max(300)).min(1).max(20),
    }),
    RequestKeys,
  ),
  remove: command(z.object({ name: z.string().max(100) }), RequestKeys),
};
