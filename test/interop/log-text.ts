/** Builds the text of an experiment log: each line at a time in seconds after 12:00:00. */
export class LogText {
  #text = '';

  at(seconds: number, message: string): this {
    this.#text += `${stamp(seconds)} ${message}\n`;
    return this;
  }

  bare(line: string): this {
    this.#text += `${line}\n`;
    return this;
  }

  request(seconds: number, id: string, model: string): this {
    return this.at(seconds, `Request with ID ${id} for model ${model} received`);
  }

  /** `count` requests with ids PREFIX0, PREFIX1, …, 10 ms apart. */
  requests(seconds: number, prefix: string, count: number, model: string): this {
    for (let i = 0; i < count; i++) this.request(seconds + i / 100, `${prefix}${i}`, model);
    return this;
  }

  size(seconds: number, model: string): this {
    return this.at(seconds, `Batch size condition met for model ${model}`);
  }

  timer(seconds: number, model: string, size: number): this {
    return this.at(
      seconds,
      `Processing batch for ${model} due to time limit with batch size ${size}`,
    ).at(seconds, `Time limit condition met for model ${model}`);
  }

  partial(seconds: number, model: string): this {
    return this.at(seconds, `Partial Batch condition met for model ${model}`);
  }

  turn(seconds: number, model: string): this {
    return this.at(seconds, `STARTING TO LOAD ${model}`);
  }

  loaded(seconds: number, model: string, count: number): this {
    return this.at(seconds, `LOADED MODEL ${model}`).at(seconds, `SWITCH COUNT: ${count}`);
  }

  processed(seconds: number, ids: readonly string[], model: string, took: number): this {
    const list = ids.map((id) => `'${id}'`).join(', ');
    const end = `with model ${model} in ${took.toFixed(4)} seconds`;
    return this.at(seconds, `Processed batch: [${list}] ${end}`);
  }

  end(seconds: number, total: number, inference: number): this {
    const percent = ((100 * inference) / total).toFixed(2);
    return this.at(seconds, `Total time: ${total.toFixed(4)} seconds`)
      .at(seconds, `Total inference time: ${inference.toFixed(4)} seconds`)
      .at(seconds, `Inference time as percentage of total time: ${percent}%`)
      .at(seconds, 'END');
  }

  toString(): string {
    return this.#text;
  }
}

/** PREFIX0, PREFIX1, … */
export function ids(prefix: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, i) => `${prefix}${i}`);
}

function stamp(seconds: number): string {
  const milliseconds = Math.round(seconds * 1000) + 12 * 3_600_000;
  const text = new Date(milliseconds).toISOString();
  return `2024-10-03 ${text.slice(11, 19)},${text.slice(20, 23)}`;
}
