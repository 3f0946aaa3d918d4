// English: models.
export const models = {
  offline_name: 'Offline commands',
  offline_about:
    'This is offline mode: no model, only plain commands in English, and for devices in your own language, too. To connect a model, open Settings > Models and keys.',
  offline_footer: '_Offline commands, no model. Connect one in Settings > Models and keys._',
  offline_unknown: 'I do not understand that: offline there is no model, only these commands.',
  offline_help: `| What it does | Say it like this |
|---|---|
| List files | \`list the files here\` · \`ls src\` |
| Read a file | \`show me notes.txt\` · \`lines 10-20 of src/app.ts\` |
| Find files | \`find *.md\` · \`find files named report in docs\` |
| Search in files | \`search for tide in src\` |
| Write a file | \`write hello to a.txt\`, or \`write to a.txt:\` and the text on the next lines |
| Run a command | \`run npm test\` · \`$ ls -la\` |
| Fetch a page | \`fetch https://example.org\` |
| Devices | \`which devices are there\` · \`connect the board\` |
| Measure | \`read the temperature\` · \`plot the last hour\` |
| Switch | \`turn the LED on\` · \`set the fan to 40 %\` · \`stop everything\` |
| Search your chats | \`search my chats for tide\` |
| Time and date | \`what time is it\` |
| This list | \`help\` |`,
  offline_no_device:
    'No device is allowed yet, or none is plugged in. Open Devices, plug a board in or start a virtual one there, and press Allow.',
  offline_no_tool: 'That is not possible here: {tool} is switched off.',
  offline_listed_here: 'In this folder:',
  offline_listed: 'In {path}:',
  offline_read: '{path}:',
  offline_found: 'Files matching {pattern}:',
  offline_searched: 'Found for {text}:',
  offline_ran: '{command}:',
  offline_fetched: 'From {url}:',
  offline_devices: 'Devices that Limpet may use:',
  offline_on: '{pin} is on.',
  offline_off: '{pin} is off.',
  offline_dimmed: '{pin} is at {percent} %.',
  offline_all_stopped: 'All outputs are in their safe state. Nothing is switched until you release the stop.',
  offline_failed: 'That did not work.',
  offline_done: 'Done. There is nothing to show.',
  offline_denied: 'This was denied, so it was not done. Ask again to be asked once more.',
  offline_stopped: 'This was stopped before it was done. Say it again to try once more.',
} as const;
