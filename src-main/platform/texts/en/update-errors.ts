// English: what went wrong with an update, of the app or of its data.
export const updateErrors = {
  reason_rehearsal_failed:
    'Your data could not be brought to this version ({problem}), which a rehearsal on a copy has shown. Nothing was changed: use the version from before, and report this.',
  reason_rehearsal_failed_action: 'Use the version from before',
  reason_upgrade_failed:
    'Your data could not be brought to this version ({problem}). It was put back as it was: use the version from before, and report this.',
  reason_upgrade_failed_action: 'Use the version from before',
  reason_snapshot_gone: 'This copy cannot be restored any more. Choose another one.',
  reason_snapshot_gone_action: 'Choose another copy',
  reason_turns_running: 'Chats are still being answered. Wait for them, or let them be stopped.',
  reason_turns_running_action: 'Stop them',
  reason_update_unsigned:
    'The list of updates is not signed by the makers of Limpet. Nothing was installed; try again later.',
  reason_update_unsigned_action: 'Try again later',
  reason_update_channel: 'The list of updates is one of another channel. Nothing was installed; try again later.',
  reason_update_channel_action: 'Try again later',
  reason_update_expired: 'The list of updates has expired. Look for a newer version by hand.',
  reason_update_expired_action: 'Look by hand',
  reason_update_older_list:
    'The list of updates is older than one that was seen before. Nothing was installed; try again later.',
  reason_update_older_list_action: 'Try again later',
  reason_update_minimum: 'Version {version} needs version {minimum} first. Install that one by hand.',
  reason_update_minimum_action: 'Install {minimum} by hand',
  reason_update_no_file: 'The new version has no package for this system. Install it by hand.',
  reason_update_no_file_action: 'Install by hand',
  reason_update_missing: 'There is no update to install. Look for one first.',
  reason_update_missing_action: 'Look for updates',
  reason_update_working: 'An update is being looked for or downloaded already. Wait for it.',
  reason_update_working_action: 'Wait',
  reason_update_address: 'Updates are fetched over https only. This build names another address.',
  reason_update_address_action: 'Use an official build',
  reason_update_unreachable: 'The place of updates cannot be reached. Check the connection, or try again later.',
  reason_update_unreachable_action: 'Try again',
  reason_update_damaged: 'The file that came is not the one that was announced. Nothing was installed; try again.',
  reason_update_damaged_action: 'Try again',
} as const;
