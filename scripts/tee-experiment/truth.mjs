/** What is true of the tree that `make-tee-experiment.mjs` writes: see there for the model. */

const PRICE_PER_HOUR = 7;
/** Standard deviations of logarithms: of a run's times, its power, a request, a latency's mean. */
export const SIGMA = { run: 0.01, power: 0.01, request: 0.1, latency: 0.003 };

/** Times in s. `tee` is added with the TEE on. */
const MODELS = {
  'llama-3.1-8b': {
    name: 'meta-llama/Llama-3.1-8B-Instruct',
    slots: 64,
    step: { fixed: 9e-3, perSequence: 0.06e-3 },
    prefill: { fixed: 8e-3, perToken: 0.03e-3 },
    tee: { step: 1.2e-3, prefill: 6e-3, perToken: 0.004e-3 },
    watts: { idle: 90, active: { off: 480, cc: 472 } },
  },
  'qwen3-14b': {
    name: 'Qwen/Qwen3-14B',
    slots: 64,
    step: { fixed: 15e-3, perSequence: 0.1e-3 },
    prefill: { fixed: 11e-3, perToken: 0.05e-3 },
    tee: { step: 1.3e-3, prefill: 7e-3, perToken: 0.005e-3 },
    watts: { idle: 95, active: { off: 540, cc: 533 } },
  },
  'llama-3.1-70b': {
    name: 'meta-llama/Llama-3.1-70B-Instruct',
    slots: 64,
    step: { fixed: 45e-3, perSequence: 0.25e-3 },
    prefill: { fixed: 30e-3, perToken: 0.2e-3 },
    tee: { step: 1.5e-3, prefill: 9e-3, perToken: 0.006e-3 },
    watts: { idle: 100, active: { off: 640, cc: 636 } },
  },
};
export const IDLE_SHARE = 0.06;
/** A request is on time below this latency. */
const SLA_SECONDS = 9;

/** Every condition: what is asked of which model. */
export function conditions() {
  const of = (experiment, suffix, model, load) => ({
    experiment,
    condition: `${model}${suffix}`,
    model: MODELS[model],
    ...load,
  });
  const loads = Array.from({ length: 10 }, (_, power) => 2 ** power);
  const lengths = [
    [128, 128],
    [512, 128],
    [2048, 128],
    [8192, 128],
    [512, 512],
    [2048, 512],
  ];
  return [
    ...Object.keys(MODELS).map((model) =>
      of('throughput_latency', '', model, { clients: 16, input: 512, output: 512, detailed: true }),
    ),
    ...loads.map((clients) =>
      of('saturation', `_concurrency-${clients}`, 'llama-3.1-8b', {
        ...{ clients, input: 512, output: 256, detailed: false },
      }),
    ),
    ...lengths.map(([input, output]) =>
      of('sequence_length', `_in-${input}_out-${output}`, 'llama-3.1-8b', {
        ...{ clients: 8, input, output, detailed: false },
      }),
    ),
  ];
}

/** What is expected of a condition, by the names that `analyze` has for it. */
export function expected({ model, clients, input, output }, mode) {
  const tee = mode === 'cc' ? model.tee : { step: 0, prefill: 0, perToken: 0 };
  const batch = Math.min(clients, model.slots);
  const step = model.step.fixed + tee.step + model.step.perSequence * batch;
  const prefill =
    model.prefill.fixed + tee.prefill + (model.prefill.perToken + tee.perToken) * input;
  const decode = (output - 1) * step;
  const requests = batch / (prefill + decode);
  const e2e = clients / requests;
  const watts = IDLE_SHARE * model.watts.idle + (1 - IDLE_SHARE) * model.watts.active[mode];
  const perRequest = PRICE_PER_HOUR / 3600 / requests;
  return {
    requests_per_second: requests,
    output_tokens_per_second: requests * output,
    total_tokens_per_second: requests * (input + output),
    ttft_mean_s: e2e - decode,
    tpot_mean_s: step,
    e2e_mean_s: e2e,
    joules_per_request: watts / requests,
    output_tokens_per_joule: (requests * output) / watts,
    mean_watts: watts,
    idle_share: IDLE_SHARE,
    cost_per_million_output_tokens: (perRequest / output) * 1e6,
    cost_per_million_tokens: (perRequest / (input + output)) * 1e6,
    cost_per_1000_requests: perRequest * 1000,
    ...onTime(e2e, perRequest),
  };
}

/** Requests below the SLA: latencies are log-normal, by the noise of their run and their own. */
function onTime(e2e, costPerRequest) {
  const { run, request } = SIGMA;
  const sigma = Math.hypot(run, request);
  const share = normalCdf((Math.log(SLA_SECONDS / e2e) + request ** 2 / 2) / sigma);
  return { on_time_share: share, cost_per_1000_on_time: (costPerRequest * 1000) / share };
}

/** Abramowitz and Stegun 7.1.26, good to 1.5e-7. */
function normalCdf(z) {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const series =
    t *
    (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const half = 0.5 * series * Math.exp(-x * x);
  return z > 0 ? 1 - half : half;
}

/** Everything that `analyze` is to find. */
export function truthOf(all) {
  const { tee, slots } = MODELS['llama-3.1-8b'];
  return {
    pricePerHour: PRICE_PER_HOUR,
    currency: 'EUR',
    slaSeconds: SLA_SECONDS,
    conditions: all.map((each) => ({
      experiment: each.experiment,
      condition: each.condition,
      off: expected(each, 'off'),
      cc: expected(each, 'cc'),
    })),
    saturation: { knee: slots, leastNearPeak: slots },
    addedSeconds: {
      ttft_mean_s: { fixed: tee.prefill, 'per input token': tee.perToken },
      e2e_mean_s: {
        // The first token comes with the prefill.
        fixed: tee.prefill - tee.step,
        'per input token': tee.perToken,
        'per output token': tee.step,
      },
    },
  };
}
