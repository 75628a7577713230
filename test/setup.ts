import fc from 'fast-check';

/**
 * Properties are checked on the same cases everywhere, so that a red test means a change. To
 * look further: `FAST_CHECK_SEED=$RANDOM npm test`.
 */
fc.configureGlobal({ seed: Number(process.env['FAST_CHECK_SEED'] ?? 20_250_402) });
