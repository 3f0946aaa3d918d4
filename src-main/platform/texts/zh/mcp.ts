// Chinese: servers of tools.
import type { mcp as english } from '../en/mcp.ts';

export const mcp: Record<keyof typeof english, string> = {
  call: '{server}：{tool}',
  grant: '服务器 {server} 的 {tool} 的每次调用',
  find: '查找工具：{query}',
};
