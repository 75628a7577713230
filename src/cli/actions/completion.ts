import { script } from '@bomb.sh/tab';
import type { Execute } from '../command-spec.js';
import { EXIT } from '../exit-code.js';

/**
 * Bash splits words at `=` and `:` too, and replaces only the last piece: what stands before it
 * must be cut from each candidate. Needs nothing but bash itself.
 */
const BASH = `# bash completion for sealsim
_sealsim() {
  local line=\${COMP_LINE:0:COMP_POINT} candidate current prefix=''
  local -a words
  read -ra words <<< "$line"
  [[ $line == *[[:space:]] ]] && words+=('')
  current=\${words[\${#words[@]} - 1]}
  if [[ $current == *=* && $COMP_WORDBREAKS == *=* ]]; then prefix=\${current%=*}=; fi
  COMPREPLY=()
  while IFS=$'\\t' read -r candidate _; do
    [[ $candidate == :* || $candidate != "$current"* ]] && continue
    [[ $candidate == */ || $candidate == *= ]] && compopt -o nospace 2> /dev/null
    COMPREPLY+=("\${candidate#"$prefix"}")
  done < <("\${words[0]}" complete -- "\${words[@]:1}" 2> /dev/null)
}
complete -F _sealsim sealsim
`;

/** Prints the script for a shell. */
export const execute: Execute = async ({ args }, terminal) => {
  const [shell = ''] = args;
  if (shell === 'bash') terminal.out(BASH);
  else script(shell, 'sealsim', 'sealsim');
  return EXIT.done;
};
