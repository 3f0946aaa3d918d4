// An app that switches outputs of a virtual board on and keeps them so, until it is killed.
import { createServices } from '#main/guard/sandbox/create-services.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import { systemClock } from '#main/platform/base/clock.ts';
import { silentLog } from '#main/platform/base/log.ts';
import { createVirtualBoards } from '../create-virtual-boards.ts';
import { virtualIdentity } from '../links/virtual/virtual-opener.ts';

const [firmwareFolder = '', journal = ''] = process.argv.slice(2);
const services = createServices({ environment: {}, platform: process.platform, log: silentLog });
const boards = createVirtualBoards({ services, clock: systemClock, firmwareFolder, journal }, neverAborts);
await boards.start('uno', neverAborts);
const link = await boards.opener.open(virtualIdentity('uno'), { baudRate: 115_200 }, neverAborts);
const say = (text: string) => link.write(Buffer.from(`${text}\n`), neverAborts);
void (async () => {
  for await (const _ of link.data); // it flows
})();
process.send?.(boards.list()[0]?.pid);
for (;;) {
  await say('led 13 on');
  await say('pwm 9 200');
  await systemClock.sleep(100, neverAborts);
}
