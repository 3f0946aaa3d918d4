// The model picker of the open session; it stands in the header and in the composer.
import type { OpenChatProps } from './chat-screen.tsx';
import { ModelPicker } from './header/model-picker.tsx';
import { useChatState } from './live/use-chat.ts';

export function SessionModelPicker(props: OpenChatProps & { readonly side: 'top' | 'bottom' }) {
  const chosen = useChatState(props.store, (view) => view.session?.model);
  return (
    <ModelPicker
      state={props.models}
      chosen={chosen}
      side={props.side}
      onChoose={props.commands.setModel}
      onConnect={() => props.onOpenSettings('models')}
    />
  );
}
