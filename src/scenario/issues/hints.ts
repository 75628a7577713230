const NUMBER_WITH_UNIT =
  /^[-+]?[\d.]+\s*(?:ms|s|sec|seconds?|m|min|minutes?|h|GB|GiB|%|req\/s|rps|\/s)$/i;
const SEPARATED = /^[-+]?\d{1,3}(?:[_ ']\d{3})+(?:\.\d+)?$/;
const DECIMAL_COMMA = /^[-+]?\d+,\d+$/;
const CLOCK = /^\d+:\d{2}(?::\d{2})?$/;
const OTHER_NOTATION = /^[-+]?0[xob]?[\da-f]+$/i;
const YES = /^(?:y|yes|on|1)$/i;
const NO = /^(?:n|no|off|0)$/i;

/** Why a text is not the number it looks like, and what to write instead. */
export function numberHint(text: string): string | undefined {
  const trimmed = text.trim();
  if (trimmed !== '' && Number.isFinite(Number(trimmed)) && !OTHER_NOTATION.test(trimmed)) {
    return 'write the number without quotes';
  }
  if (SEPARATED.test(trimmed)) {
    return `write ${trimmed.replaceAll(/[_ ']/g, '')}`;
  }
  if (DECIMAL_COMMA.test(trimmed)) {
    return `write ${trimmed.replace(',', '.')}`;
  }
  if (CLOCK.test(trimmed)) {
    return 'write seconds as one number';
  }
  if (NUMBER_WITH_UNIT.test(trimmed)) {
    return 'write the number alone; the unit is fixed';
  }
  return OTHER_NOTATION.test(trimmed) ? 'write it in decimal, without leading zeros' : undefined;
}

/** YAML 1.2 has two booleans only. */
export function booleanHint(text: string): string | undefined {
  if (YES.test(text)) {
    return 'write true';
  }
  return NO.test(text) ? 'write false' : undefined;
}
