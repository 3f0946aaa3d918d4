// What one feature shows inside another, by name. Features never import each other; this is where they meet.

import { AllApprovals } from '#renderer/features/chat/approvals/all-approvals.tsx';
import { ApprovalCard } from '#renderer/features/chat/approvals/approval-card.tsx';
import { AllQuestions } from '#renderer/features/chat/questions/all-questions.tsx';
import { AllProposals } from '#renderer/features/chat/taint/all-proposals.tsx';
import type { InboxSlots } from '#renderer/features/inbox/slots.ts';
import type { OnboardingSlots } from '#renderer/features/onboarding/slots.ts';
import { AllReflexNews } from '#renderer/features/reflexes/reflex-news.tsx';
import { ConnectVendor } from '#renderer/features/settings/models/connect-vendor.tsx';
import { ModelPicker } from '#renderer/features/settings/models/model-picker.tsx';
import { FolderDialog } from '#renderer/features/settings/workspace/folder-dialog.tsx';

export const inboxSlots: InboxSlots = {
  Approvals: AllApprovals,
  Questions: AllQuestions,
  Proposals: AllProposals,
  ReflexNews: AllReflexNews,
};
export const onboardingSlots: OnboardingSlots = { ApprovalCard, ConnectVendor, FolderDialog, ModelPicker };
