// With which arguments the browser is started: every one is here for the guard, and a test holds them.
import type { BrowserLaunch } from '../port/browser.ts';

/** What the library would add for tests of web sites and what makes a browser less safe among strangers. */
export const droppedArguments: readonly string[] = [
  '--disable-popup-blocking',
  '--disable-ipc-flooding-protection',
  '--disable-hang-monitor',
  '--enable-unsafe-swiftshader',
  '--unsafely-disable-devtools-self-xss-warnings',
  '--do-not-de-elevate',
];

export function launchArguments({ proxy }: Pick<BrowserLaunch, 'proxy'>): readonly string[] {
  return [
    // Everything goes through our proxy, loopback too; what a page names is never looked up by the browser itself.
    `--proxy-server=${proxy}`,
    '--proxy-bypass-list=<-loopback>',
    '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
    // What a proxy for HTTP cannot carry does not go at all.
    '--disable-quic',
    '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
    '--webrtc-ip-handling-policy=disable_non_proxied_udp',
    '--no-pings',
    '--dns-prefetch-disable',
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-domain-reliability',
    '--disable-sync',
    // The browser's own look at who is signed in.
    '--gaia-url=https://none.invalid',
    '--disable-extensions',
    '--disable-plugins-discovery',
    '--deny-permission-prompts',
    '--disable-external-intent-requests',
    '--disable-notifications',
    '--disable-print-preview',
    '--disable-save-password-bubble',
    '--disable-gpu',
  ];
}

/** Chromium refuses its sandbox to root; everybody else gets it. */
export const canSandbox = (userId: number | undefined) => userId !== 0;

const passedNames = [
  ...['PATH', 'HOME', 'USER', 'LANG', 'LANGUAGE', 'LC_ALL', 'TZ', 'TMPDIR', 'DISPLAY', 'WAYLAND_DISPLAY', 'XAUTHORITY'],
  ...['XDG_RUNTIME_DIR', 'XDG_SESSION_TYPE', 'FONTCONFIG_PATH', 'FONTCONFIG_FILE'],
  ...['SYSTEMROOT', 'SystemRoot', 'WINDIR', 'TEMP', 'TMP', 'LOCALAPPDATA', 'APPDATA', 'USERPROFILE', 'PROGRAMFILES'],
];

/** No key, no proxy of the person's, nothing that changes how programs load. */
export function browserEnvironment(environment: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    passedNames.flatMap((name) => {
      const value = environment[name];
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
}

const denied = 2;
/** Of the profile: no permission is ever given, no password is kept, nothing is opened by itself. */
export const profilePreferences = {
  credentials_enable_service: false,
  profile: {
    password_manager_enabled: false,
    default_content_setting_values: Object.fromEntries(
      [
        ...['notifications', 'geolocation', 'media_stream_camera', 'media_stream_mic', 'midi_sysex', 'sensors'],
        ...['usb_guard', 'serial_guard', 'hid_guard', 'bluetooth_guard', 'bluetooth_scanning', 'clipboard'],
        ...['file_system_write_guard', 'file_system_read_guard', 'idle_detection', 'window_placement', 'local_fonts'],
        ...['payment_handler', 'vr', 'ar', 'automatic_downloads', 'protocol_handler', 'background_sync'],
      ].map((name) => [name, denied]),
    ),
  },
  autofill: { profile_enabled: false, credit_card_enabled: false },
  download: { prompt_for_download: false, extensions_to_open: '' },
  safebrowsing: { enabled: false },
  search: { suggest_enabled: false },
  net: { network_prediction_options: denied },
} as const;
