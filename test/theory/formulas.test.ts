import { describe, expect, it } from 'vitest';
import {
  balkingShare,
  constantMoments,
  discountedConstant,
  discountedGamma,
  exponentialMoments,
  fullBatchLatency,
  md1LatencyCdf,
  md1LatencyQuantile,
  md1WaitCdf,
  mg1Wait,
  mm1LatencyCdf,
  mm1LatencyQuantile,
  momentsOf,
  newestReplaces,
  overwrittenSlotDelivered,
  pollingWait,
  serveUpToLatency,
  setUpWait,
  stayPutPollingWait,
  timerOnlyLatency,
} from './formulas.js';

describe('closed forms against published values', () => {
  it('M/M/1', () => {
    expect(mg1Wait(0.8, exponentialMoments(1))).toBeCloseTo(4, 12);
    expect(mm1LatencyCdf(0.8, 1, 5)).toBeCloseTo(0.63212, 5);
    expect(mm1LatencyCdf(0.8, 1, 10)).toBeCloseTo(0.86466, 5);
    expect(mm1LatencyQuantile(0.8, 1, 0.95)).toBeCloseTo(14.9787, 4);
  });

  it('M/D/1', () => {
    expect(mg1Wait(0.8, constantMoments(1))).toBeCloseTo(2, 12);
    expect(md1WaitCdf(0.8, 1, 0)).toBeCloseTo(0.2, 12);
    expect(md1WaitCdf(0.8, 1, 1)).toBeCloseTo(0.44511, 5);
    expect(md1LatencyCdf(0.8, 1, 0.99)).toBe(0);
    expect(md1LatencyCdf(0.8, 1, 2)).toBeCloseTo(0.44511, 5);
    expect(md1LatencyQuantile(0.8, 1, 0.44511)).toBeCloseTo(2, 4);
  });

  it('M/G/1 by Pollaczek and Khinchine', () => {
    expect(mg1Wait(0.5, momentsOf(1, 4))).toBeCloseTo(2.5, 12);
  });

  it('set-up after idle', () => {
    expect(setUpWait(0.5, exponentialMoments(1), constantMoments(2))).toBeCloseTo(2.5, 12);
  });

  it('drop if the offered wait is too long', () => {
    expect(balkingShare(0.8, 1, 5)).toBeCloseTo(0.076987, 6);
  });

  it('newest replaces', () => {
    const exponential = newestReplaces(0.8, discountedGamma(0.8, 1, 1));
    expect(exponential.delivered).toBeCloseTo(0.737705, 6);
    expect(exponential.latency).toBeCloseTo(1.246914, 6);
    const constant = newestReplaces(0.8, discountedConstant(0.8, 1));
    expect(constant.delivered).toBeCloseTo(0.80043, 6);
    expect(constant.latency).toBeCloseTo(1.23901, 6);
  });

  it('one overwritten slot of size T', () => {
    expect(overwrittenSlotDelivered(4, 8, 3)).toBeCloseTo(0.664468, 6);
  });

  it('timer only', () => {
    expect(timerOnlyLatency(0.5, 10, 4)).toBeCloseTo(11.875, 12);
  });

  it('full batches', () => {
    expect(fullBatchLatency(6, 8, 1)).toBeCloseTo(1.68019, 5);
  });

  it('serve up to b', () => {
    expect(serveUpToLatency(6, 8, () => 1)).toBeCloseTo(1.59667, 5);
    expect(serveUpToLatency(2, 64, (n) => 0.81 + 0.0976 * n)).toBeCloseTo(1.58527, 5);
  });

  it('polling', () => {
    const service = exponentialMoments(1);
    expect(pollingWait(2, 0.3, service, 0.5, 'exhaustive')).toBeCloseTo(2.375, 12);
    expect(pollingWait(2, 0.3, service, 0.5, 'gated')).toBeCloseTo(3.125, 12);
    // The published 2.193 is a simulated value, good to about 0.2 %.
    expect(Math.abs(stayPutPollingWait(0.3, 1, 0.5) - 2.193)).toBeLessThan(0.004);
  });
});

describe('closed forms against each other', () => {
  it.each([0.3, 0.6, 0.9])('full batches of one are M/D/1 (rate %d)', (lambda) => {
    expect(fullBatchLatency(lambda, 1, 1)).toBeCloseTo(1 + mg1Wait(lambda, constantMoments(1)), 9);
  });

  it.each([0.3, 0.6, 0.8])('serving up to one is M/D/1 (rate %d)', (lambda) => {
    const latency = 1 + mg1Wait(lambda, constantMoments(1));
    expect(serveUpToLatency(lambda, 1, () => 1)).toBeCloseTo(latency, 6);
  });

  it.each([0.4, 1, 2.5])('a slot of size one is the newest-replaces queue (rate %d)', (lambda) => {
    const { delivered } = newestReplaces(lambda, discountedConstant(lambda, 1.3));
    expect(overwrittenSlotDelivered(lambda, 1, 1.3)).toBeCloseTo(delivered, 9);
  });

  it('a set-up of no length is none', () => {
    const service = momentsOf(0.7, 2);
    expect(setUpWait(0.9, service, constantMoments(0))).toBeCloseTo(mg1Wait(0.9, service), 12);
  });

  it('infinite patience drops nobody', () => {
    expect(balkingShare(0.8, 1, 1e3)).toBeCloseTo(0, 12);
  });

  it('without patience a balking queue is a loss system', () => {
    expect(balkingShare(2, 1, 0)).toBeCloseTo(2 / 3, 12);
  });

  it('switching in no time, the polling disciplines are one queue', () => {
    const wait = mg1Wait(0.6, exponentialMoments(1));
    expect(pollingWait(2, 0.3, exponentialMoments(1), 0, 'gated')).toBeCloseTo(wait, 12);
    expect(stayPutPollingWait(0.3, 1, 1e-9)).toBeCloseTo(wait, 6);
  });
});
