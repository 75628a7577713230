/*
 * The neutral form: measurements as this project holds them, as JSON (docs/formats.md). Whoever
 * has results in a form of his own writes this one.
 */

/** What `format` says in a file of the neutral form. */
export const FORM = 'sealsim-measurements';
export const VERSION = 1;
