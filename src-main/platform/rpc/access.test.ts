// The table of who may call what: every operation of the contract stands in it, and the gate keeps to it.
import { describe, expect, it } from 'vitest';
import { contract, type LimpetHandlers } from '#main/contract/contract.ts';
import type { Access, Principal } from '#main/contract/kernel.ts';
import { createRouter } from './access.ts';

/** What a paired client or a key of the API may call; everything else is the owner's. A new operation needs a line here. */
const owner = [
  'activity.list activity.watch activity.verify activity.trace activity.exportTrace activity.replay',
  'approvals.pending approvals.decide approvals.decideGroup approvals.watch',
  'artefacts.watch artefacts.read',
  'backup.watch backup.make backup.check backup.inspect backup.remove backup.restore backup.cancel',
  'bench.follow bench.stopAll bench.release bench.setLimits',
  'browser.watch browser.takeOver browser.handBack browser.stop browser.input browser.chooseTab browser.shot',
  'chat.send chat.edit chat.regenerate chat.continue chat.switchVersion chat.stop chat.removeQueued chat.pin chat.follow',
  'chat.history chat.callOutput chat.compact chat.undoCompaction chat.saveDraft chat.draft',
  'commands.list commands.run',
  'companion.follow companion.letAnswer companion.attend companion.lock companion.release',
  'desktop.capabilities desktop.pickFolder desktop.openExternal desktop.reveal',
  'desktop.watch desktop.follow desktop.showMain desktop.toggleQuick desktop.hideQuick desktop.sizeQuick',
  'desktop.readClipboard desktop.takeScreenshot',
  'devices.list devices.follow devices.allow devices.forget devices.change devices.connect devices.disconnect devices.console',
  'devices.write devices.startBoard devices.stopBoard devices.followBoards devices.pressButton devices.turnKnob',
  'mcp.watch mcp.propose mcp.save mcp.dismiss mcp.set mcp.remove mcp.restart mcp.tools mcp.setTool mcp.review mcp.log mcp.resources',
  'mcp.readResource mcp.prompts mcp.complete mcp.getPrompt mcp.signIn mcp.signOut mcp.createToken mcp.serve mcp.tell',
  'models.vendors models.state models.watch models.connect models.disconnect models.setEnabled models.test',
  'models.setDefault models.setFallback models.look',
  'notes.watch notes.list notes.get notes.create notes.save notes.pin notes.remove notes.restore notes.erase',
  'proposals.list proposals.watch proposals.accept proposals.discard',
  'questions.watch questions.answer',
  'readings.list readings.follow readings.history readings.exportCsv readings.forget',
  'readings.watches readings.startWatch readings.endWatch',
  'recordings.watch recordings.start recordings.stop recordings.rename recordings.remove recordings.export recordings.import',
  'recordings.play recordings.sendAwaited recordings.putAway',
  'reflexes.follow reflexes.save reflexes.switchOn reflexes.switchOff reflexes.remove reflexes.dryRun reflexes.events',
  'reflexes.dismiss',
  'requestKeys.watch requestKeys.save requestKeys.remove',
  'taint.watch taint.draftSummary taint.continueClean',
  'permissions.rules permissions.watch permissions.addRule permissions.changeRule permissions.removeRule',
  'permissions.tryIt permissions.mode permissions.watchMode permissions.setMode',
  'sessions.list sessions.get sessions.create sessions.rename sessions.setModel sessions.setWorkspace sessions.pin',
  'sessions.archive sessions.remove sessions.restore sessions.search sessions.reveal sessions.watch',
  'settings.watch settings.set settings.reset settings.sources settings.setStart',
  'skills.list skills.watch skills.setEnabled skills.review skills.stage skills.update skills.discard skills.accept',
  'skills.acceptMany skills.remove skills.restore skills.catalogue skills.acceptPlugin skills.setPluginStep',
  'skills.removePlugin skills.draftOf skills.checkDraft skills.saveDraft skills.runScript skills.setKey skills.takeBack skills.purge skills.runPluginStep skills.export',
  'system.watch system.doctor system.fix system.diagnostics system.log system.followLog system.probeSandbox',
  'system.dismissNotice system.createSecretsFile',
  'system.watchSecrets system.moveSecrets system.checkSecrets system.removeSecret',
  'system.unlockSecrets system.lockSecrets system.createApiKey system.revokeApiKey',
  'transfer.watch transfer.export transfer.preview transfer.import transfer.cancel',
  'undo.forTurn undo.list undo.follow undo.change undo.undoTurn undo.undoEntry undo.redo',
  'updates.watch updates.check updates.download updates.cancelDownload updates.installNow',
  'updates.timeline updates.goBack updates.stay',
  'webSearch.watch webSearch.setKey webSearch.test',
  'work.watch work.pause work.stopAll',
  'usage.watch usage.report usage.session',
  'workspace.folders workspace.files workspace.prepare',
].flatMap((line) => line.split(' '));
const table: Readonly<Record<string, Access>> = Object.fromEntries(owner.map((op) => [op, 'owner']));

const operations = Object.entries(contract).flatMap(([domain, entries]) =>
  Object.keys(entries).map((name) => `${domain}.${name}`),
);
const handlers = Object.fromEntries(
  Object.entries(contract).map(([domain, entries]) => [
    domain,
    Object.fromEntries(Object.keys(entries).map((name) => [name, async () => ({})])),
  ]),
) as unknown as LimpetHandlers;
const router = createRouter(contract, handlers);
const reaches: Readonly<Record<Access, readonly Access[]>> = {
  owner: ['owner', 'member', 'api'],
  member: ['member', 'api'],
  api: ['api'],
};

describe('access', () => {
  it('has a line for every operation, and no line without one [T08]', () => {
    expect(operations.toSorted()).toEqual(Object.keys(table).toSorted());
  });

  it.each(operations)('%s refuses every key that is not in its row [T08]', (op) => {
    for (const access of ['owner', 'member', 'api'] as const) {
      const principal: Principal = { access, id: access };
      const wanted = table[op] ?? 'owner';
      if (reaches[access].includes(wanted)) expect(router.find(op, principal).name).toBe(op);
      else expect(() => router.find(op, principal)).toThrow(expect.objectContaining({ code: 'forbidden' }));
    }
  });

  it('does not start when an operation has no handler', () => {
    const { chat: _chat, ...rest } = handlers;
    expect(() => createRouter(contract, rest as unknown as LimpetHandlers)).toThrow('no handler');
  });
});
