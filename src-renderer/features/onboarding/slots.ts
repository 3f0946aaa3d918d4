// What the first run borrows from other features; the app hands it in.
import type { ComponentType } from 'react';
import type { ApprovalDecision } from '#main/contract/approvals.ts';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { Approval } from '#main/contract/messages.ts';
import type { Connection, ConnectionTest, ModelInfo, Vendor } from '#main/contract/models.ts';
import type { SecretsState } from '#main/contract/system.ts';

export type ConnectVendorSlot = ComponentType<{
  readonly client: LimpetClient;
  readonly secrets: SecretsState;
  readonly vendor: Vendor;
  /** Ids of connections that a new name may not take. */
  readonly taken: readonly string[];
  /** Connected, and its live test went well. */
  readonly onConnected: (connection: Connection, test: ConnectionTest) => void;
  readonly onCancel: () => void;
}>;

export type FolderDialogSlot = ComponentType<{
  readonly client: LimpetClient;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly startIn: string;
  readonly onChoose: (path: string) => void;
}>;

export type ModelPickerSlot = ComponentType<{
  readonly label: string;
  readonly hint: string;
  readonly value: string | undefined;
  readonly models: readonly ModelInfo[];
  readonly connections: readonly Connection[];
  readonly onChange: (ref: string | null) => void;
}>;

export type ApprovalCardSlot = ComponentType<{
  readonly approval: Approval;
  readonly waiting: number;
  readonly onDecide: (approval: Approval, decision: ApprovalDecision) => Promise<void>;
}>;

export type OnboardingSlots = {
  /** The card of the chat. */
  readonly ApprovalCard: ApprovalCardSlot;
  readonly ConnectVendor: ConnectVendorSlot;
  readonly FolderDialog: FolderDialogSlot;
  readonly ModelPicker: ModelPickerSlot;
};
