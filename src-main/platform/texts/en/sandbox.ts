// English: what closes commands in, wherever the app names it.

export const sandboxChat = {
  'tier_sandbox-runtime': 'Sandboxed',
  tier_docker: 'In a container',
} as const;

export const sandboxSettings = {
  'tier_sandbox-runtime': 'Sandboxed',
  tier_docker: 'In a container',
  'tier_sandbox-runtime_text':
    'A command sees the folder of its chat and little else. Where the network is allowed, it leads through Limpet’s own proxy.',
  tier_docker_text:
    'Each command runs in a container of its own, which sees the folder of its chat alone. Where the network is allowed, it leads through Limpet’s own proxy.',
  sandbox_version: '{name}, version {version}',
  sandbox_by_bubblewrap: 'bubblewrap',
  'sandbox_by_sandbox-runtime': 'Sandbox runtime',
  sandbox_by_docker: 'Docker',
  sandbox_limits_process:
    'Each process of a command is held to {memory} of memory and {file} per file, with {files} open; {processes} processes for an account. Each command has a time limit.',
  sandbox_limits_command:
    'Each command is held to {memory} of memory, {file} per file and {processes} processes together, each with {files} open files. Each command has a time limit.',
} as const;

export const sandboxTools = {
  sandbox_on_runtime:
    'Commands run in a sandbox (sandbox runtime). They write only to the workspace, see no home folder and no keys, and reach the network only where it was allowed, through Limpet’s own proxy.',
  sandbox_on_docker:
    'Each command runs in a Docker container. It writes only to the workspace, sees nothing else of this machine, and reaches the network only where it was allowed, through Limpet’s own proxy.',
  sandbox_none_bubblewrap:
    'Bubblewrap was chosen but is not here, so every command asks. Install it, or choose another way in the settings.',
  sandbox_none_sandbox_runtime:
    'The sandbox runtime was chosen but lacks what it needs, so every command asks. The log names it; or choose another way in the settings.',
  sandbox_none_docker:
    'Docker was chosen, but it does not run or its image is missing, so every command asks. Start Docker and fetch the image node:24-bookworm, or choose another way in the settings.',
} as const;

export const sandboxSetting = {
  sandbox_backend: 'What closes commands in',
  sandbox_backend_help:
    'Automatic takes the first that is there. Each has to pass the same checks before a command runs.',
  sandbox_backend_option_auto: 'Automatic',
  sandbox_backend_option_bubblewrap: 'bubblewrap (Linux)',
  'sandbox_backend_option_sandbox-runtime': 'Sandbox runtime (macOS, Linux)',
  sandbox_backend_option_docker: 'Docker',
} as const;
