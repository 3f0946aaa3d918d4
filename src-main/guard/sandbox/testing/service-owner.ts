// Starts a service, tells its number, and waits to be killed.
import { neverAborts } from '#main/platform/base/abort.ts';
import { silentLog } from '#main/platform/base/log.ts';
import { createServices } from '../create-services.ts';

const [entry = '', file = ''] = process.argv.slice(2);
const services = createServices({ environment: {}, platform: process.platform, log: silentLog });
const service = await services.start(new URL(entry), neverAborts);
service.port.onMessage(() => process.send?.(service.pid));
service.port.send(`file ${file}`);
