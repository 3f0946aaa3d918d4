// Started under umockdev: prints the buses that we list.
import { listBuses } from '../links/linux/list-buses.ts';

process.stdout.write(JSON.stringify(await listBuses()));
