// Started under umockdev: prints what we list, and what serialport lists by asking udevadm.
import { SerialPort } from 'serialport';
import { neverAborts } from '#main/platform/base/abort.ts';
import { createSerialOpener } from '../links/serial/serial-opener.ts';

const ours = await createSerialOpener({ platform: 'linux', furtherPorts: () => [] }).list(neverAborts);
const theirs = await SerialPort.list();
process.stdout.write(JSON.stringify({ ours, theirs }));
