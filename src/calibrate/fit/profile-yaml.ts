import { Document, isMap, isScalar, isSeq, visit } from 'yaml';
import type { ProfileDocument } from '../../timing/profile-schema.js';
import type { BatchServerFit } from './batch-server-fit.js';
import { fittedProfile } from './fitted-profile.js';

const HEADER = ' Format: docs/profiles.md. Seconds, GiB and requests throughout.';
const LINE_WIDTH = 100;
/** Mappings of up to so many plain values are written on one line. */
const SHORT = 4;
const PER_LINE = 11;

/**
 * The YAML text of a fitted profile (`fittedProfile`), ready to be named in a scenario.
 * @param provenance what was fitted on what, a sentence or two: the source of all fitted numbers.
 */
export function profileYaml(
  fit: BatchServerFit,
  base: ProfileDocument,
  provenance: string,
): string {
  const fitted = fittedProfile(fit, base, provenance);
  const name = base.name === undefined ? 'fitted' : `${base.name}-fitted`;
  return formatProfile({ ...fitted, name });
}

/** A profile as YAML: short groups and lists of numbers on one line. */
export function formatProfile(profile: ProfileDocument): string {
  const { name, description, sources, gpu, write, busyLoop, models } = profile;
  const fields = {
    ...(name !== undefined && { name }),
    ...(description !== undefined && { description }),
    ...(sources !== undefined && { sources }),
    gpu,
    ...(write !== undefined && { write }),
    ...(busyLoop !== undefined && { busyLoop }),
    models,
  };
  const document = new Document(fields, { aliasDuplicateObjects: false });
  document.commentBefore = HEADER;
  visit(document, {
    Map(key, node) {
      const plain = node.items.every(
        ({ value }) => isScalar(value) && typeof value.value !== 'string',
      );
      if (key !== null && plain && node.items.length <= SHORT) node.flow = true;
    },
    Seq(_key, node) {
      if (node.items.every((item) => isScalar(item))) node.flow = true;
      else if (node.items.every((item) => isMap(item) && !item.items.some(hasList))) {
        for (const item of node.items) if (isMap(item)) item.flow = true;
      }
    },
  });
  return compactLists(document.toString({ lineWidth: LINE_WIDTH, flowCollectionPadding: true }));
}

/** Long lists come with one number a line; this puts several on one. */
function compactLists(yaml: string): string {
  return yaml.replace(/\n *\[\n( *)([^\]]*?),?\n *\]/g, (_, indent: string, body: string) => {
    const numbers = body.split(/,\s*/);
    const lines = Array.from({ length: Math.ceil(numbers.length / PER_LINE) }, (_, line) =>
      numbers.slice(line * PER_LINE, (line + 1) * PER_LINE).join(', '),
    );
    return ` [\n${lines.map((line) => `${indent.slice(2)}${line}`).join(',\n')}]`;
  });
}

function hasList({ value }: { readonly value?: unknown }): boolean {
  return isSeq(value);
}
