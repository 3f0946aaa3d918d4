// Every migration in order.
import { init } from './0010-init.ts';
import { modelCalls } from './0020-model-calls.ts';
import { rules } from './0030-rules.ts';
import { undo } from './0040-undo.ts';
import { artefactsAndNotes } from './0070-artefacts-and-notes.ts';
import { taint } from './0080-taint.ts';
import { activity } from './0100-activity.ts';
import { notes } from './0110-notes.ts';
import { devices } from './0120-devices.ts';
import { deviceLimits } from './0130-device-limits.ts';
import { readings } from './0140-readings.ts';
import { reflexes } from './0150-reflexes.ts';
import type { Migration } from './migration.ts';

export const migrations: readonly Migration[] = [
  ...[init, modelCalls, rules, undo, artefactsAndNotes],
  ...[taint, activity, notes, devices, deviceLimits, readings, reflexes],
];
