// A page with nothing but the product's own door to the core, handed to the test.
import '#renderer/app/no-eval.ts';
import { type Api, createApi } from '#renderer/api/create-api.ts';

declare global {
  interface Window {
    probe: Api;
  }
}

window.probe = createApi({ window });
