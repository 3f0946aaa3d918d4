// Run before any schema is made: the page's policy forbids compiling code, so schemas must not even try.
import { config } from 'zod';

config({ jitless: true });
