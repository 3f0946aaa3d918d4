// Standing rules over what sensors say: the person sees one, tries it on what was recorded, and switches it on; from then on
// it runs without a model.
import { z } from 'zod';
import { ErrorData } from './errors.ts';
import { ReflexId, SessionId, Timestamp } from './ids.ts';
import { command, query, stream } from './kernel.ts';

const second = 1_000;
const week = 7 * 24 * 3_600 * second;
export const reflexLimits = { reflexes: 100, nameChars: 80, textChars: 200, actions: 5, maxMs: week } as const;

const oneLine = /^[^\p{Cc}\u2028\u2029]*$/u;
const Words = (most: number) => z.string().trim().min(1).max(most).regex(oneLine, 'this is one line');
const Span = (from: number) => z.number().int().min(from).max(reflexLimits.maxMs);
const Name = z.string().min(1).max(300);

/** Which series is watched. In another unit its values do not count: 30 °C is not 30 °F. */
export const ReflexSensor = z.object({
  deviceKey: Name,
  source: Name,
  quantity: Name,
  channel: Name.optional(),
  unit: z.string().max(40),
});
export type ReflexSensor = z.infer<typeof ReflexSensor>;

/** `tell`: the person, in words. `set`: an output, as `OutputOrder` of the boards has it. */
export const ReflexAction = z.discriminatedUnion('type', [
  z.object({ type: z.literal('tell'), text: Words(reflexLimits.textChars) }),
  z.object({
    type: z.literal('set'),
    deviceKey: Name,
    via: z.string().regex(/^[a-z0-9]{1,20}$/),
    pin: Words(20),
    value: z.number().min(0).max(1),
  }),
]);
export type ReflexAction = z.infer<typeof ReflexAction>;

const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day is 00:00 to 23:59');

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false; // a RangeError says that nobody knows this zone
  }
}

export const QuietHours = z
  .object({
    from: TimeOfDay,
    to: TimeOfDay,
    /** Of the person who set them, by its name in the zone database. */
    zone: z.string().max(60).refine(isZone, 'nobody knows this time zone'),
    /** Outputs are switched all the same, and the person is told afterwards; otherwise nothing begins before the end. */
    acts: z.boolean(),
  })
  .refine(({ from, to }) => from !== to, { message: 'quiet hours end at another time than they begin', path: ['to'] });
export type QuietHours = z.infer<typeof QuietHours>;

export const ReflexRule = z.object({
  name: Words(reflexLimits.nameChars),
  sensor: ReflexSensor,
  is: z.enum(['above', 'below']),
  threshold: z.number(),
  /** How far the value has to come back behind the threshold before it is over. */
  hysteresis: z.number().nonnegative(),
  /** How long it has to be so without a break. */
  forMs: Span(0),
  /** It does not begin again sooner than this after it began. */
  coolDownMs: Span(second),
  /** Longer than this without a good value: the person is told. */
  staleAfterMs: Span(second),
  /** Without values: what was begun goes on, or is ended as when it is over. */
  whenStale: z.enum(['keep', 'end']),
  quiet: QuietHours.optional(),
  onStart: z.array(ReflexAction).min(1).max(reflexLimits.actions),
  /** When it is over. */
  onEnd: z.array(ReflexAction).max(reflexLimits.actions),
});
export type ReflexRule = z.infer<typeof ReflexRule>;

/**
 * `fired`: it began. `ended`: it is over. `stale`: no good value for too long. `back`: there is one again. `repeated`: the
 * outputs were set again, for they may have been made safe while nobody watched.
 */
export const ReflexEventType = z.enum(['fired', 'ended', 'stale', 'back', 'repeated']);
export type ReflexEventType = z.infer<typeof ReflexEventType>;

/** When something happened, or would have. */
export const ReflexMoment = z.object({ type: ReflexEventType, at: Timestamp, value: z.number().optional() });
export type ReflexMoment = z.infer<typeof ReflexMoment>;

export const ReflexEvent = ReflexMoment.extend({
  n: z.number().int(),
  reflexId: ReflexId,
  /** `unknown`: Limpet ended in the middle; it may have been done. Nothing is done a second time because of that. */
  outcome: z.enum(['running', 'done', 'failed', 'unknown']),
  error: ErrorData.optional(),
  /** What the person is told with it. */
  texts: z.array(z.string()),
});
export type ReflexEvent = z.infer<typeof ReflexEvent>;

/** What the person has not put away yet. */
export const ReflexNews = ReflexEvent.extend({ name: z.string(), unit: z.string() });
export type ReflexNews = z.infer<typeof ReflexNews>;

export const Reflex = z.object({
  id: ReflexId,
  rule: ReflexRule,
  /** What switching it on binds to: another one means that the rule has changed. */
  hash: z.string(),
  revision: z.number().int().positive(),
  /** The chat in which the model wrote it; absent once the person has saved it. */
  draftedIn: SessionId.optional(),
  isOn: z.boolean(),
  changedAt: Timestamp,
  /** Of one that is on. `waiting`: not so. `counting`: so, but not long enough. `active`: begun, not over. `stale`: no values. */
  phase: z.enum(['waiting', 'counting', 'active', 'stale']).optional(),
  /** When it would begin if nothing changed. */
  firesAt: Timestamp.optional(),
  value: z.number().optional(),
  valueAt: Timestamp.optional(),
  newest: ReflexEvent.optional(),
});
export type Reflex = z.infer<typeof Reflex>;

const ofReflex = z.object({ id: ReflexId });

export const reflexes = {
  /** Whole with every change; values at most once a second. */
  follow: stream(z.object({}), z.object({ reflexes: z.array(Reflex), news: z.array(ReflexNews) })),
  /**
   * A new one without `id`; one that was changed is off. `conflict` with reason `reflex_changed` when it is not that revision
   * any more, `rate_limited` with reason `too_many_reflexes` past 100, `invalid_input` with reason `reflex_board`.
   */
  save: command(
    z.object({ id: ReflexId.optional(), revision: z.number().int().positive().optional(), rule: ReflexRule }),
    Reflex,
  ),
  /** What it would switch has to lie within the limits of the device: otherwise the error that switching would have. */
  switchOn: command(ofReflex.extend({ hash: z.string().max(100) }), Reflex),
  /** What it began is ended as when it is over. */
  switchOff: command(ofReflex, Reflex),
  remove: command(ofReflex, z.object({})),
  /** Over what was recorded, by the same machine that runs: the moments in which it would have begun and ended. */
  dryRun: query(
    z.object({ rule: ReflexRule, from: Timestamp, to: Timestamp }),
    z.object({
      moments: z.array(ReflexMoment),
      /** How many values it has seen. */
      readings: z.number().int().nonnegative(),
      /** Up to here; less than asked where the bound of moments or values was reached. */
      through: Timestamp,
    }),
  ),
  /** Newest first, below `before`. */
  events: query(
    ofReflex.extend({ before: z.number().int().optional(), limit: z.number().int().min(1).max(100).default(20) }),
    z.object({ events: z.array(ReflexEvent), more: z.boolean() }),
  ),
  dismiss: command(z.object({ ns: z.array(z.number().int()).min(1).max(200) }), z.object({})),
};
