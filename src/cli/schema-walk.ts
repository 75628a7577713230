/** The part of JSON Schema that generated schemas use. */
export interface SchemaNode {
  readonly description?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly type?: string;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly anyOf?: readonly SchemaNode[];
  readonly oneOf?: readonly SchemaNode[];
}

/** The fixed values that may stand at each dotted path of a schema; none: any value. */
export function settablePaths(root: SchemaNode): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, Set<string>>();
  collect(root, '', found);
  return new Map([...found].map(([path, values]) => [path, [...values]]));
}

function collect(node: SchemaNode, path: string, found: Map<string, Set<string>>): void {
  for (const branch of [...(node.anyOf ?? []), ...(node.oneOf ?? [])]) collect(branch, path, found);
  for (const [key, child] of Object.entries(node.properties ?? {})) {
    collect(child, path === '' ? key : `${path}.${key}`, found);
  }
  const isGroup = node.properties !== undefined || node.oneOf !== undefined;
  if (path === '' || isGroup) return;
  const values = found.get(path) ?? new Set<string>();
  for (const value of fixedValues(node)) values.add(value);
  found.set(path, values);
}

function fixedValues(node: SchemaNode): readonly string[] {
  if (node.const !== undefined) return [String(node.const)];
  if (node.enum !== undefined) return node.enum.map(String);
  return node.type === 'boolean' ? ['true', 'false'] : [];
}
