// Loaded with `node --import`: whoever asks for `electron` gets the stand-in beside this file.
import { registerHooks } from 'node:module';

const stand = new URL('./electron.mjs', import.meta.url).href;

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' ? { url: stand, format: 'module', shortCircuit: true } : next(specifier, context),
});
