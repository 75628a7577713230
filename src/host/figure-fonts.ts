import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** A font file: where it is, and what is in it. */
interface FontOnDisk {
  readonly path: string;
  readonly bytes: Uint8Array;
}

const require = createRequire(import.meta.url);

/** Source Sans 3 (SIL Open Font License 1.1), from the package that ships it as TrueType files. */
export function figureFonts(): { readonly regular: FontOnDisk; readonly bold: FontOnDisk } {
  return {
    regular: readFont(
      require.resolve('@expo-google-fonts/source-sans-3/400Regular/SourceSans3_400Regular.ttf'),
    ),
    bold: readFont(
      require.resolve('@expo-google-fonts/source-sans-3/700Bold/SourceSans3_700Bold.ttf'),
    ),
  };
}

/** When figures were made, as PDF has it: fixed, so that the same figure is the same bytes. */
export const FIGURE_DATE = new Date(0);

function readFont(path: string): FontOnDisk {
  return { path, bytes: readFileSync(path) };
}
