// English: virtual boards, recordings of lines, and parts of Limpet that run by themselves.
export const boardErrors = {
  reason_service_start:
    'A part of Limpet that runs in a process of its own could not be started. Try again; if it stays so, install Limpet again.',
  reason_service_start_action: 'Try again',
  reason_firmware_damaged: 'The program of the virtual board is damaged. Install Limpet again.',
  reason_firmware_damaged_action: 'Install Limpet again',
  reason_board_not_started: 'This virtual board is not started.',
  reason_board_not_started_action: 'Start it',
  reason_recording_damaged: 'This is not a recording of a line, or it is damaged (line {line}). Choose another file.',
  reason_recording_damaged_action: 'Choose another file',
  reason_replay_differs:
    'What was sent is not what the recording says. It was made with other commands, or another version.',
  reason_replay_differs_action: 'Record it anew',
  reason_recording_not_saved:
    'The recording could not be saved. Look whether the disk is full, or choose another place.',
  reason_recording_not_saved_action: 'Choose another place',
  reason_recording_missing: 'This recording is no longer there.',
  reason_recording_missing_action: 'Choose another file',
  reason_too_many_recordings: 'Too many recordings are open.',
  reason_too_many_recordings_action: 'Put one away',
  reason_recording_runs: 'This line is being recorded right now. Stop the recording first.',
  reason_recording_runs_action: 'Stop recording',
  reason_recordings_full: 'At most {limit} recordings are kept. Delete one first.',
  reason_recordings_full_action: 'Delete one',
} as const;
