// Loaded before a bundle with `node --import`: whoever reaches for electron outside its host is told so by an exit code.
import { registerHooks } from 'node:module';

registerHooks({
  resolve(specifier, context, next) {
    if (specifier === 'electron' || specifier.startsWith('electron/')) {
      throw new Error(`electron was imported by ${context.parentURL ?? 'the entry'}`);
    }
    return next(specifier, context);
  },
});
