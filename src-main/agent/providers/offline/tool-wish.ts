// A call that a sentence asks for.
export type ToolWish = { readonly tool: string; readonly input: Readonly<Record<string, unknown>> };
