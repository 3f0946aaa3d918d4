// The icon of a call, by what it does to the world.
import {
  FilePen,
  FileText,
  Globe,
  Image,
  ListTree,
  MessageCircleQuestion,
  MessageSquare,
  Search,
  Terminal,
  Wrench,
} from 'lucide-react';
import type { ToolCall } from '#main/contract/messages.ts';

export function CallIcon({ call }: { readonly call: Pick<ToolCall, 'effects' | 'tool'> }) {
  const effects = new Set(call.effects.map((effect) => effect.type));
  if (effects.has('execute')) return <Terminal aria-hidden="true" />;
  if (effects.has('write')) return <FilePen aria-hidden="true" />;
  if (effects.has('network')) return <Globe aria-hidden="true" />;
  if (effects.has('message')) return <MessageSquare aria-hidden="true" />;
  if (call.tool === 'ask_person') return <MessageCircleQuestion aria-hidden="true" />;
  if (call.tool === 'view_image') return <Image aria-hidden="true" />;
  if (call.tool.startsWith('list')) return <ListTree aria-hidden="true" />;
  if (call.tool.startsWith('search') || call.tool.startsWith('find')) return <Search aria-hidden="true" />;
  if (effects.has('read')) return <FileText aria-hidden="true" />;
  return <Wrench aria-hidden="true" />;
}
