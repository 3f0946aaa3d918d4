// Step three: how Limpet asks, on a real question, and how commands run on this machine.
import { Shield } from 'lucide-react';
import type { SandboxState } from '#main/contract/system.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { ExampleCard, type ExampleCardProps } from './example-card.tsx';

const words: Readonly<Record<SandboxState['tier'], string>> = {
  probing: 'onboarding.permissions_probing',
  bubblewrap: 'onboarding.permissions_sandboxed',
  'sandbox-runtime': 'onboarding.permissions_sandboxed',
  docker: 'onboarding.permissions_sandboxed',
  none: 'onboarding.permissions_asks',
  off: 'onboarding.permissions_off',
};

export type PermissionsStepProps = ExampleCardProps & { readonly sandbox: SandboxState };

export function PermissionsStep({ sandbox, ...example }: PermissionsStepProps) {
  const { t } = useText();
  return (
    <>
      <ExampleCard {...example} />
      <p className="flex items-start gap-2 text-pretty">
        <Shield className="mt-0.5 text-ink-faint" aria-hidden="true" />
        {t(words[sandbox.tier])}
      </p>
    </>
  );
}
