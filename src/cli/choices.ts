/** What the arguments of several commands can be. */

export const SCHEMA_KINDS = ['scenario', 'sweep', 'claims', 'profile'] as const;
export const LISTS = ['strategies', 'profiles', 'processes', 'metrics'] as const;
export const STARTER_KINDS = ['scenario', 'sweep', 'strategy'] as const;
export const SHELLS = ['bash', 'zsh', 'fish', 'powershell'] as const;
export const LOG_FORMATS = ['sincere-logs'] as const;
export const CALIBRATED = ['batch-server'] as const;
export const REPLAYED = ['sincere'] as const;
