// Gives foreign programs four times as long to answer: machines that run tests are busy.
import { type Clock, systemClock } from '#main/platform/base/clock.ts';

export const patientClock: Clock = { ...systemClock, after: (ms, callback) => systemClock.after(4 * ms, callback) };
