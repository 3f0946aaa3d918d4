// Started under umockdev: prints the adapters that we list, and those that node-hid lists by asking libudev.
import hid from 'node-hid';
import { neverAborts } from '#main/platform/base/abort.ts';
import { createHidOpener } from '../links/hid/hid-opener.ts';

const ours = await createHidOpener({ platform: 'linux' }).list(neverAborts);
const theirs = await hid.devicesAsync();
process.stdout.write(JSON.stringify({ ours, theirs }));
