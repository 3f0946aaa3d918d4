// Adapters that speak in HID reports, by their USB numbers: of all that is HID, only these are looked at. Never a keyboard.
export const bridges = [{ vendorId: '04d8', productId: '00dd' }] as const;

export const isBridge = (vendorId: string | undefined, productId: string | undefined): boolean =>
  bridges.some((bridge) => bridge.vendorId === vendorId && bridge.productId === productId);

/** Each of their reports, both ways. */
export const reportBytes = 64;
