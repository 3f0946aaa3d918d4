// The store over SQLite keeps every promise of its port.

import { openStore } from './create-store.ts';
import { storeSuite } from './testing/store-suite.ts';

storeSuite(openStore);
