import { strategyRegistry } from '../../../src/serving/batch/strategies/registry.js';

/** The built-in strategies, as a problem lists them. */
export const STRATEGY_NAMES = strategyRegistry.map(({ name }) => name).join(', ');
