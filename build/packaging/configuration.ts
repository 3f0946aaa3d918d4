// The configuration of electron-builder for one system and processor. Nothing here asks the network; signing and the place
// of updates come from the environment.
import { join } from 'node:path';
import type { Configuration } from 'electron-builder';
import { createAfterPack, removeDefaultApp } from './after-pack.ts';
import { appId, deepLinkScheme, type Environment, executableName, productName, readReleaseFacts } from './identity.ts';
import { bundlePaths, modulePaths, shownPaths } from './packed-files.ts';
import { describeSigning } from './signing.ts';
import { type ArchName, artifactPattern, type SystemName, targetsOf } from './targets.ts';

export type ConfigurationOptions = {
  readonly project: string;
  readonly system: SystemName;
  readonly arch: ArchName;
  readonly environment: Environment;
  /** A folder with Electron that is used instead of the downloaded one. */
  readonly electronDist?: string | undefined;
  /** Where the results go, relative to the project. */
  readonly output?: string;
};

const copyright = 'Copyright © 2026 The Limpet authors';

// What other languages would be shown in menus of starters; the words of the app itself are in its catalogue.
const desktopEntry = {
  GenericName: 'AI agent',
  'GenericName[de]': 'KI-Agent',
  'Comment[de]': 'Ein persönlicher KI-Agent auf dem eigenen Rechner',
  'GenericName[zh_CN]': 'AI 助手',
  'Comment[zh_CN]': '运行在你自己电脑上的个人 AI 助手',
  'GenericName[ar]': 'مساعد ذكاء اصطناعي',
  'Comment[ar]': 'مساعد ذكاء اصطناعي شخصي على جهازك',
  Keywords: 'AI;agent;assistant;chat;automation;',
  'Keywords[de]': 'KI;Agent;Assistent;Chat;Automatisierung;',
  'Keywords[zh_CN]': '人工智能;助手;对话;自动化;',
  'Keywords[ar]': 'ذكاء;مساعد;محادثة;أتمتة;',
  StartupNotify: 'true',
};

/** Limpet asks for none of these; what a program does not explain, macOS does not grant. */
const noSensors = {
  NSAudioCaptureUsageDescription: null,
  NSBluetoothAlwaysUsageDescription: null,
  NSBluetoothPeripheralUsageDescription: null,
  NSCameraUsageDescription: null,
  NSMicrophoneUsageDescription: null,
};

const mac: NonNullable<Configuration['mac']> = {
  category: 'public.app-category.productivity',
  icon: 'resources/icon.icns',
  darkModeSupport: true,
  gatekeeperAssess: false,
  entitlements: 'build/packaging/entitlements.mac.plist',
  entitlementsInherit: 'build/packaging/entitlements.mac.plist',
  // Banners have no room for buttons; alerts do, and stay until they are answered.
  extendInfo: { ...noSensors, NSUserNotificationAlertStyle: 'alert' },
};

const nsis: NonNullable<Configuration['nsis']> = {
  // Installs for the one person without asking for an administrator; the first page offers "for everybody" as well.
  oneClick: false,
  perMachine: false,
  selectPerMachineByDefault: false,
  allowElevation: true,
  allowToChangeInstallationDirectory: true,
  deleteAppDataOnUninstall: false,
  buildUniversalInstaller: false,
  installerIcon: 'resources/icon.ico',
  uninstallerIcon: 'resources/icon.ico',
  installerLanguages: ['en_US', 'de_DE', 'zh_CN', 'ar_SA'],
  include: 'build/packaging/installer.nsh',
};

const linux: NonNullable<Configuration['linux']> = {
  icon: 'resources/icons',
  category: 'Utility',
  executableName,
  // The running window is found under the name of its desktop entry (package.json: desktopName).
  syncDesktopName: true,
  synopsis: 'Personal AI agent',
  description: 'A personal AI agent on your own machine',
  desktop: { entry: desktopEntry },
};

// What Electron links against, and Debian's names for it; bubblewrap is the sandbox that commands run in.
const debDepends = ['libgtk-3-0', 'libnotify4', 'libnss3', 'libxss1', 'libxtst6', 'xdg-utils', 'libatspi2.0-0'];
const rpmDepends = ['gtk3', 'libnotify', 'nss', 'libXScrnSaver', '(libXtst or libXtst6)', 'xdg-utils', 'at-spi2-core'];

export function makeConfiguration(options: ConfigurationOptions): Configuration {
  const { project, system, arch, environment } = options;
  const facts = readReleaseFacts(environment);
  const signing = describeSigning(system, environment, facts.isRelease);
  return {
    appId,
    productName,
    copyright,
    artifactName: artifactPattern,
    directories: { buildResources: 'build/packaging', output: options.output ?? 'dist' },
    // The builder adds every installed package by itself, so they are all taken out before those that are needed come in.
    files: [
      '!node_modules/**',
      'package.json',
      'LICENSE',
      ...shownPaths(project).map((folder) => `${folder}/**`),
      ...bundlePaths(project),
      ...modulePaths(project, system, arch),
      '!**/*.map',
    ],
    // Only native modules lie outside: by itself the builder would move the scripts beside them out as well, and out there
    // nothing checks their hash.
    asar: { smartUnpack: false },
    asarUnpack: ['**/*.node'],
    npmRebuild: false,
    extraMetadata: {
      homepage: facts.homepage,
      author: facts.maintainer,
      limpet: { appId, feedUrl: facts.feedUrl, updateKeys: facts.updateKeys },
    },
    protocols: [{ name: productName, schemes: [deepLinkScheme], role: 'Viewer' }],
    publish: [{ provider: 'generic', url: facts.feedUrl }],
    forceCodeSigning: signing.isRequired,
    mac: { ...mac, ...signing.mac, target: system === 'mac' ? targets(system, arch) : [] },
    dmg: { sign: false, title: `${productName} ${arch}` },
    win: { icon: 'resources/icon.ico', ...signing.win, target: system === 'win' ? targets(system, arch) : [] },
    nsis,
    linux: {
      ...linux,
      maintainer: `${facts.maintainer.name} <${facts.maintainer.email}>`,
      target: targets('linux', arch),
    },
    // The older kind of AppImage needs a library that current distributions no longer bring, and its menu entry starts the
    // app without its sandbox.
    toolsets: { appimage: '1.0.3' },
    deb: { depends: [...debDepends, 'libuuid1', 'libsecret-1-0'], recommends: ['bubblewrap'], priority: 'optional' },
    rpm: {
      depends: [...rpmDepends, '(libuuid or libuuid1)', 'libsecret'],
      fpm: ['--rpm-tag', 'Recommends: bubblewrap'],
    },
    afterExtract: removeDefaultApp,
    afterPack: createAfterPack({ project, needsKeychain: facts.isRelease, isSigned: signing.isSigned }),
    ...(options.electronDist === undefined ? {} : { electronDist: join(options.electronDist) }),
  };
}

function targets(system: SystemName, arch: ArchName): { target: string; arch: ArchName }[] {
  return targetsOf[system].map(([target]) => ({ target, arch }));
}
