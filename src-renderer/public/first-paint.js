// Sets what the first paint needs, so a dark room never flashes white and no text jumps. The choices live in the settings.
(() => {
  let wish = {};
  try {
    wish = JSON.parse(localStorage.getItem('limpet.appearance') ?? '{}') ?? {};
  } catch {
    // No storage in this window, or a note of another kind: the system's wishes it is.
  }
  const { dataset, style } = document.documentElement;
  const dark = wish.theme === 'dark' || (wish.theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  dataset.theme = dark ? 'dark' : 'light';
  if (wish.contrast === 'more' || matchMedia('(prefers-contrast: more)').matches) dataset.contrast = 'more';
  if (wish.motion === 'reduced' || matchMedia('(prefers-reduced-motion: reduce)').matches) dataset.motion = 'reduced';
  if (wish.fontScale > 0.5 && wish.fontScale <= 2) style.setProperty('--font-scale', String(wish.fontScale));
})();
