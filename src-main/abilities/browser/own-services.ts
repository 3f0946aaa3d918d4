// What browsers ask their makers by themselves; no page needs it, and nobody here asked for it.
export const ownServices =
  /^(update|optimizationguide-pa|safebrowsing|clientservices|chromesyncpasswords-pa|content-autofill|passwordsleakcheck-pa)\.googleapis\.com$|^clients\d?\.google\.com$|^(edge|config\.edge|msedge\.api\.cdp)\.(microsoft|skype)\.com$|^(go-updater|componentupdater|variations)\.brave\.com$|^none\.invalid$/;
