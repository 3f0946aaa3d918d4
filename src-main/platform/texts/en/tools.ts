// English: titles of tool calls, what a session grant covers, how commands run on this machine.
import { sandboxTools } from './sandbox.ts';

export const tools = {
  ...sandboxTools,
  read_file: 'Read {path}',
  write_file: 'Write {path}',
  create_file: 'Create {path}',
  edit_file: 'Change {path}',
  move_file: 'Move {from} to {to}',
  delete_file: 'Delete {path}',
  delete_folder_one: 'Delete {path} with {count} item',
  delete_folder_other: 'Delete {path} with {count} items',
  make_folder: 'Make the folder {path}',
  apply_patch_one: 'Change {count} file at once',
  apply_patch_other: 'Change {count} files at once',
  list_directory: 'List {path}',
  find_files: 'Find files like {pattern}',
  search_text: 'Search files for “{text}”',
  run_command: 'Run {command}',
  run_in_background: 'Start {command} in the background',
  command_output: 'Read what {process} has printed',
  command_kill: 'End {process}',
  process_list: 'Look at what runs in the background',
  http_request: '{method} {url}',
  sensor_identify: 'Find out which sensors are on {device}',
  sensor_read: 'Read the {sensor} on {device}',
  i2c_scan: 'Look for devices on the I2C bus of {device}',
  i2c_transfer: 'Talk to {address} on the I2C bus of {device}',
  spi_transfer: 'Send bytes over SPI to {select} at {device}',
  pin_read: 'Read pin {pin} of {device}',
  pin_high: 'Switch pin {pin} of {device} on',
  pin_low: 'Switch pin {pin} of {device} off',
  analog_read: 'Measure input {channel} of {device}',
  modbus_read: 'Read Modbus unit {unit} on {device}',
  modbus_write: 'Write to Modbus unit {unit} on {device}',
  mcu_run: 'Run a program on {device}',
  web_fetch: 'Fetch {url}',
  search_chats: 'Search chats for “{text}”',
  current_time: 'Look at the clock',
  imported_call: 'Used {tool}, before the import',

  grant_bus_read: 'Measuring with {device}',
  grant_bus_write: 'The same bytes again to {device}',
  grant_write: 'File changes in this folder',
  grant_delete: 'Deleting in this folder',
  grant_network: 'Pages of {origin}',
  grant_execute: 'Exactly this command',

  sandbox_probing: 'The sandbox is being tried out. Commands wait until it has proved itself.',
  sandbox_on:
    'Commands run in a sandbox (bubblewrap). They write only to the workspace, see no home folder and no keys, and reach the network only where it was allowed.',
  sandbox_none_missing:
    'No sandbox was found, so every command asks. Installing the package “bubblewrap” gives commands one.',
  sandbox_none_platform: 'There is no sandbox for commands on this system yet, so every command asks.',
  sandbox_none_blocked:
    'Bubblewrap is installed, but this system does not let it start, so every command asks. The log names the reason.',
  sandbox_off:
    'The sandbox of this machine failed its safety check, so commands are off. Settings > Diagnostics shows what got through.',
  sandbox_off_old:
    'The installed bubblewrap is too old to hold commands, so they are off. Version 0.8 or newer turns them on.',
  view_image: 'Look at {name}',
  pin_duty: 'Set pin {pin} of {device} to {share}',
} as const;
