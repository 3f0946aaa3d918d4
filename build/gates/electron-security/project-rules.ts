// Rules about what must be there: a guard that nobody wrote is found by no look at single places.
import type { SourceText } from './syntax.ts';

export type ProjectRule = {
  readonly id: string;
  readonly message: string;
  readonly holds: (files: readonly SourceText[]) => boolean;
};

const electronFiles = (files: readonly SourceText[]) =>
  files.filter((file) => file.path.startsWith('src-main/hosts/electron/'));
/** Some file of the Electron host has it, outside comments. */
const somewhere = (pattern: RegExp) => (files: readonly SourceText[]) =>
  electronFiles(files).some(({ text }) => pattern.test(withoutComments(text)));

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:])\/\/.*$/gm, '$1');
}

const needed = (id: string, pattern: RegExp, message: string): ProjectRule => ({
  id,
  message,
  holds: somewhere(pattern),
});

export const projectRules: readonly ProjectRule[] = [
  needed('E04-enable-sandbox', /\bapp\.enableSandbox\(\)/, 'app.enableSandbox() is called nowhere'),
  needed('E05-request-handler', /\.setPermissionRequestHandler\(/, 'no permission request handler'),
  needed('E05-check-handler', /\.setPermissionCheckHandler\(/, 'no permission check handler'),
  needed('E07-policy-sent', /\bsecurityHeaders\b|content-security-policy/i, 'the app scheme answers without a policy'),
  needed('E12-attach-webview', /'will-attach-webview'[\s\S]{0,80}preventDefault\(\)/, 'webviews are not refused'),
  needed('E13-created-hook', /'web-contents-created'/, 'pages are not guarded when they are made'),
  needed('E13-will-navigate', /'will-navigate'/, 'will-navigate is not guarded'),
  needed('E13-will-frame-navigate', /'will-frame-navigate'/, 'will-frame-navigate is not guarded'),
  needed('E13-will-redirect', /'will-redirect'/, 'will-redirect is not guarded'),
  needed('E14-window-open-handler', /\.setWindowOpenHandler\(/, 'windows that a page opens are not refused'),
  needed('E17-sender-checked', /\bsenderFrame\b/, 'the sender of a message is not checked'),
  needed('E18-app-scheme', /protocol\.handle\(/, 'pages do not come over a scheme of our own'),
  needed('E28-single-instance', /\.requestSingleInstanceLock\(/, 'a second copy is not sent to the first'),
];
