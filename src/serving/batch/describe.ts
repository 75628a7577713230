const LONGEST = 200;

/** A value that a strategy gave, as text for a message. Never throws, whatever the value does. */
export function describeValue(value: unknown): string {
  if (value instanceof Promise) return 'a Promise (hooks answer at once)';
  try {
    const text = typeof value === 'number' ? String(value) : JSON.stringify(value);
    return (text ?? String(value)).slice(0, LONGEST);
  } catch {
    return `a value of type ${typeof value} that cannot be shown`;
  }
}

/** What a strategy threw, as text for a message. Never throws. */
export function describeException(error: unknown): string {
  try {
    const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return `an exception, ${text.slice(0, LONGEST)}`;
  } catch {
    return 'an exception that cannot be shown';
  }
}
