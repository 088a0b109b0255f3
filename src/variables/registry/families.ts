import type { Variable } from './entry.ts'
import { channelEntries } from './families/channels.ts'
import { cielabEntries } from './families/cielab.ts'
import { clutterEntries } from './families/clutter.ts'
import { colourNameEntries } from './families/colour-names.ts'
import { colourTransportEntries } from './families/colour-transport.ts'
import { compositionEntries } from './families/composition.ts'
import { contrastEntries } from './families/contrast.ts'
import { dominantEntries } from './families/dominant.ts'
import { edgeEntries } from './families/edges.ts'
import { featureCongestionEntries } from './families/feature-congestion.ts'
import { fineSaliencyEntries } from './families/fine-saliency.ts'
import { focusEntries } from './families/focus.ts'
import { hashEntries } from './families/hashes.ts'
import { hueEntries } from './families/hue.ts'
import { octaveEdgeEntries } from './families/octave-edges.ts'
import { paletteEntries } from './families/palette.ts'
import { regionEntries } from './families/regions.ts'
import { saliencyEntries } from './families/saliency.ts'
import { fourierFocusEntries, lumaSpectrumEntries, spectrumEntries } from './families/spectrum.ts'
import { subbandEntropyEntries } from './families/subband-entropy.ts'
import { superpixelEntries } from './families/superpixels.ts'
import { symmetryEntries } from './families/symmetry.ts'

/** Columns of `images` that are measured when they are chosen (`choose.ts`); the core of `image.ts` always is. */
export const familyVariables: Variable[] = [
  ...contrastEntries,
  ...hueEntries,
  ...cielabEntries,
  ...paletteEntries,
  ...colourTransportEntries,
  ...edgeEntries,
  ...octaveEdgeEntries,
  ...focusEntries,
  ...saliencyEntries,
  ...fineSaliencyEntries,
  ...compositionEntries,
  ...superpixelEntries,
  ...clutterEntries,
  ...featureCongestionEntries,
  ...subbandEntropyEntries,
  ...spectrumEntries,
  ...lumaSpectrumEntries,
  ...fourierFocusEntries,
  ...symmetryEntries,
  ...regionEntries,
  ...colourNameEntries,
  ...dominantEntries,
  ...hashEntries,
  ...channelEntries,
]
