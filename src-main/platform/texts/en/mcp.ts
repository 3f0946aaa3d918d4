// English: servers of tools.
export const mcp = {
  call: '{server}: {tool}',
  grant: 'Every call of {tool} of the server {server}',
  find: 'Looked for tools: {query}',
} as const;
