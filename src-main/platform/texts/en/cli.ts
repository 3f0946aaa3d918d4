// English: cli.
export const cli = {
  help: `Limpet, a personal AI agent on your own machine.

  limpet chat -m "…"      ask once; what is piped in is put below the message
  limpet chat             talk line by line on a terminal
  limpet gateway          serve the app to browsers on this machine
  limpet doctor           look the installation over; --fix mends what needs no choice
  limpet usage            what models took, against the caps, and what is to be expected
  limpet permissions      the rules, why each is there and when it counted; try, add and remove, see below
  limpet backup           make a backup; --list shows them, --check FILE looks one over
  limpet restore FILE     put a backup in the place of what is there, which becomes a backup itself
  limpet export           all chats as a file; --session ID only one, --format markdown, json or html, -o FILE
  limpet import FILE      chats of ChatGPT, Claude, OpenClaw, ClawdBot, Octoclaw, PicoClaw or Limpet; --dry-run only looks
  limpet stop             all outputs of all devices to their safe state, now
  limpet mcp              Limpet’s own tools for the program that starts it, over its input and output (MCP)
  limpet link             a one-time sign-in link to the Limpet that is running
  limpet --toggle         show or hide the quick chat of the desktop app, for a shortcut of the desktop

chat
  -m, --message TEXT      the message
  --model VENDOR/NAME     the model that answers, for example anthropic/claude-sonnet-4-5
  --workspace DIR         the folder to work in; otherwise the current one
  --session ID            go on in this session
  --allow LIST            what may be done without asking: write, execute, network
  --json                  one JSON object instead of text

permissions
  list                    all rules of this folder, also those that do nothing any more
  try "…"                 what would be decided about a command, a path or an address, and why
  add allow|ask|deny command|path|host|tool …
                          a new rule of your own; what allows something is asked about first
  remove ID               take a rule away
  --workspace DIR         as seen from this folder; otherwise the current one
  --everywhere            the new rule holds in every folder
  --access ACCESS         of a path: read, write or delete when trying, any, read or write in a rule
  --network               try the command with the network
  --as KIND               what is tried is a command, path, host or tool
  --why TEXT              why the rule is there, for yourself
  -y, --yes               do not ask before something is allowed
  --json                  one JSON object instead of text

usage
  --days NUMBER           how far back, otherwise 30
  --json                  one JSON object instead of text

gateway
  --host ADDRESS          otherwise 127.0.0.1
  --port NUMBER           otherwise 18789, or a free one when that is taken
  --NAME VALUE            any setting, for example --theme dark or --limits-steps-per-turn 20;
                          each is also read from LIMPET_NAME and from config.json in the data folder

everywhere
  --data-dir DIR          the data folder; otherwise LIMPET_DATA_DIR, or the usual place
  --version, --help

Exit codes: 0 done, 1 failed, 2 wrong use, 3 offline and not understood, 4 something was denied,
5 another Limpet uses the data folder and does not answer, 130 cancelled.
Standard output holds the answer alone; everything else goes to the error output.`,

  usage_option: '{word}. limpet --help lists the options.',
  usage_allow: '--allow takes write, execute and network, not “{word}”.',
  usage_stranger: 'This command has no option --{word}. limpet --help lists the options.',
  usage_extra: 'One word too many: “{word}”. Put a message of several words into quotes, after -m.',
  usage_format: '--format takes markdown, json and html, not “{word}”.',
  usage_subject: 'A word is missing: {word}',
  usage_command: 'There is no command “{word}”. limpet --help lists the commands.',
  usage_no_message: 'There is no message. Give one with -m, or pipe it in.',
  usage_days: '--days takes a number from 1 to 92, not “{word}”.',
  usage_as: '--as takes command, path, host and tool, not “{word}”.',
  usage_access: '--access does not take “{word}”. limpet --help lists what it takes.',
  usage_permissions: 'limpet permissions takes list, try, add and remove, not “{word}”.',
  usage_model: '--model is written as vendor/name, not “{word}”.',
  usage_session: '“{word}” is no session.',
  usage_input_long: 'The input is longer than {word} characters. Put it into a file and name the file.',

  waiting_for_input: 'Waiting for the end of standard input (Ctrl+D ends it).',
  waiting_for_others: 'Another command still uses this Limpet; waiting for it to end. Ctrl+C ends both.',
  workspace_instead: 'Working in {folder}, because {refused} cannot be a workspace.',
  talk_hello: 'Working in {workspace}. An empty line does nothing, /exit or Ctrl+D ends.',
  talk_commands: 'There is no command /{name} here. These are:',
  talk_model: '{model} answers.',
  talk_no_model: `Limpet is an agent on your own machine: it reads and changes files and runs commands, and asks before it acts.
No model is connected yet, so plain commands are understood and no vendor is asked. “help” lists them.
To connect a model, do one of these:
  - set a key before you start Limpet, for example {variables}
  - start Ollama, LM Studio or another model server on this machine
  - limpet gateway, then open the link it prints: the setup tests a key and keeps it safe`,
  no_model:
    '[no model] This answer was made by rules. To connect a model, set a key such as {variables}, start Ollama, or go through the setup of limpet gateway.',

  permissions_widens: 'From then on the agent may do this without asking: {what}',
  permissions_without: 'what is only held back by this rule: {rule}',
  permissions_say_yes: 'Nobody can be asked here. Add --yes if that is what you want.',

  allowed: 'Allowed by --allow: {what}',
  denied: 'Denied, because nobody could be asked: {what}. To allow it, add --allow {allow}',
  approval_in: 'in {folder}',
  approval_sandboxed: 'in the sandbox',
  approval_not_sandboxed: 'without a sandbox',
  approval_network: 'with access to the network',
  approval_hidden_characters: 'Careful: it holds characters that do not show; they are written as \\u{…} here.',
  approval_mixed_scripts: 'Careful: a word mixes letters of several alphabets that look alike.',
  approval_session_of: 'asked in “{session}”',
  approval_session_means: 's means: {what}',
  approval_question: 'Allow it? {choices} [n]',
  approval_choice_once: 'y = once',
  approval_choice_group: 'g = once for all {count} shown',
  approval_choice_session: 's = this session',
  approval_choice_always: 'a = always',
  approval_choice_deny: 'n = deny, d = deny and stop',
  approval_always_means: 'a means: {what}',
  approval_why: 'Asked because: {why}',
  approval_source: 'Perhaps because of what was read here: {source}',
  approval_outgoing: 'This would leave for {to}:',

  call_running: '… {what}',
  call_failed: 'Failed: {what}',
  call_denied: 'Denied: {what}',
  call_stopped: 'Stopped: {what}',
  call_unknown: 'May have run: {what}',
  retry: 'Try {attempt} failed: {reason}',
  may_have_run_one: '{count} step may have run without Limpet knowing how it ended. Check before you repeat it.',
  may_have_run_other: '{count} steps may have run without Limpet knowing how they ended. Check before you repeat them.',
  stopping: 'Stopping. Once more to give up at once.',
  stopped: 'Stopped. What was there is kept.',
  interrupted: 'The answer was interrupted. Ask to go on in the same session.',
  cancelled: 'Cancelled.',

  backup_made: 'Backup made: {name} ({megabytes, number} MB, chats: {sessions, number}, messages: {messages, number})',
  backup_sound: 'Sound: {name}, made {at} (chats: {sessions, number}, messages: {messages, number})',
  backup_line: '{name}  {at}  {megabytes, number} MB  chats: {sessions, number}  messages: {messages, number}',
  backup_none: 'No backup is in {folder} yet. limpet backup makes one.',
  backup_unreadable: 'This backup cannot be read: {name}',
  backup_missing_one: 'The content of {count} attachment was missing or damaged, so it is not in the backup.',
  backup_missing_other: 'The contents of {count} attachments were missing or damaged, so they are not in the backup.',
  restored: 'Restored: {name}, made {at} (chats: {sessions, number}, messages: {messages, number})',
  restored_later:
    'Ready: {name}, made {at}. The command that uses the data folder now has to end; the next start takes it.',
  restored_before: 'What was there before is a backup now: {name}',
  restored_keys: 'Keys are in no backup. Those of this computer stayed as they were.',

  fix_hint: 'limpet doctor --fix mends what needs no choice.',
  fix_no_help: 'Tried, but it is still so: {fix}',
  fix_failed: 'Not mended ({fix}): {reason}',

  locked: 'The file of keys is locked, so connected models do not answer. Offline works.',
  passphrase: 'Passphrase of the file of keys (empty: go on without):',
  passphrase_wrong: 'That is not the passphrase.',

  system_failed: 'That did not work: {reason}. Check the path, or choose another data folder with --data-dir.',
  second_copy:
    'Another Limpet uses the data folder and does not answer. End it, or choose another folder with --data-dir.',
  no_running: 'No Limpet is running with this data folder. Start one with: {command}',
  toggle_no_app: 'The desktop app is not running with this data folder. Open Limpet, then try again.',
  paused: 'Limpet is paused, so the message waits. Let it go on in the app or its tray menu.',
  no_page: 'The running Limpet is the desktop app, which serves no page. Look at its window.',
  corrupt_database:
    'The database is damaged. Repair it with {command} --repair restore (newest good copy) or --repair salvage (what can still be read).',
  question_yes_no: '[y/n]',
  question_choice: 'Number of your choice (empty line: decline):',
  question_choices: 'Numbers of your choices, with commas between them (empty line: decline):',
  question_text: 'Your answer (empty line: decline):',
  question_page: 'Press Enter when you are done there (Ctrl+D: decline):',
  question_nobody: 'Asked, with nobody there to answer: {question}',
  approval_keys: 'Limpet puts in the stored key {keys} on the way, for {host} and nobody else.',
  stop_done: 'Stopped. Nothing is switched until you release it in the window.',
  stop_unsafe: 'NOT made safe: {device}. {reason}',
  stop_no_app: 'No Limpet is running on this data folder, so it holds no device. Look at the boards themselves.',
} as const;
