import type { Variable } from './entry.ts'
import { channelEntries } from './families/channels.ts'
import { clutterEntries } from './families/clutter.ts'
import { colourNameEntries } from './families/colour-names.ts'
import { compositionEntries } from './families/composition.ts'
import { contrastEntries } from './families/contrast.ts'
import { dominantEntries } from './families/dominant.ts'
import { edgeEntries } from './families/edges.ts'
import { focusEntries } from './families/focus.ts'
import { hueEntries } from './families/hue.ts'
import { octaveEdgeEntries } from './families/octave-edges.ts'
import { paletteEntries } from './families/palette.ts'
import { regionEntries } from './families/regions.ts'
import { saliencyEntries } from './families/saliency.ts'
import { fourierFocusEntries, spectrumEntries } from './families/spectrum.ts'
import { superpixelEntries } from './families/superpixels.ts'
import { symmetryEntries } from './families/symmetry.ts'

/** Columns of `images` that are measured when they are chosen (`choose.ts`); the core of `image.ts` always is. */
export const familyVariables: Variable[] = [
  ...contrastEntries,
  ...hueEntries,
  ...paletteEntries,
  ...edgeEntries,
  ...octaveEdgeEntries,
  ...focusEntries,
  ...saliencyEntries,
  ...compositionEntries,
  ...superpixelEntries,
  ...clutterEntries,
  ...spectrumEntries,
  ...fourierFocusEntries,
  ...symmetryEntries,
  ...regionEntries,
  ...colourNameEntries,
  ...dominantEntries,
  ...channelEntries,
]
