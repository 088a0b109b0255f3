import { channelVariables } from './channels.ts'
import { cielabVariables } from './cielab.ts'
import { clutterVariables } from './clutter.ts'
import { colourNameVariables } from './colour-names.ts'
import { colourTransportVariables } from './colour-transport.ts'
import { compositionVariables } from './composition.ts'
import { contrastVariables } from './contrast.ts'
import { dominantVariables } from './dominant.ts'
import { edgeVariables } from './edges.ts'
import { featureCongestionVariables } from './feature-congestion.ts'
import { fineSaliencyVariables } from './fine-saliency.ts'
import { focusVariables } from './focus.ts'
import { hashVariables } from './hashes.ts'
import { hueVariables } from './hue.ts'
import { octaveEdgeVariables } from './octave-edges.ts'
import { paletteVariables } from './palette.ts'
import { regionVariables } from './regions.ts'
import { familyVariables } from './registry/families.ts'
import type { Row } from './registry/index.ts'
import { saliencyVariables } from './saliency.ts'
import { fourierFocusVariables, lumaSpectrumVariables, spectrumVariables } from './spectrum.ts'
import { subbandEntropyVariables } from './subband-entropy.ts'
import { superpixelVariables } from './superpixels.ts'
import { symmetryVariables } from './symmetry.ts'
import type { View } from './view.ts'

/** How each family is measured: `registry/families.ts` says what its columns mean. */
export const measures: Readonly<Record<string, (view: View) => Row>> = {
  contrast: contrastVariables,
  hue: hueVariables,
  cielab: cielabVariables,
  palette: paletteVariables,
  colourfulness_emd: colourTransportVariables,
  edges: edgeVariables,
  edges_overgoor: octaveEdgeVariables,
  focus: focusVariables,
  saliency: saliencyVariables,
  saliency_fine: fineSaliencyVariables,
  composition: compositionVariables,
  superpixels: superpixelVariables,
  clutter: clutterVariables,
  feature_congestion: featureCongestionVariables,
  subband_entropy: subbandEntropyVariables,
  spectrum: spectrumVariables,
  spectrum_luma: lumaSpectrumVariables,
  focus_fourier: fourierFocusVariables,
  symmetry: symmetryVariables,
  regions: regionVariables,
  colour_names: colourNameVariables,
  dominant: dominantVariables,
  hashes: hashVariables,
  channels: channelVariables,
}

/** The chosen columns of a picture; a family is measured only if one of its columns is chosen. */
export function measureFamilies(view: View, chosen: ReadonlySet<string>): Row {
  const row: Row = {}
  for (const [family, names] of namesByFamily(chosen)) {
    const measured = measures[family]?.(view) ?? {}
    for (const name of names) {
      const value = measured[name]
      if (value !== undefined) row[name] = value
    }
  }
  return row
}

/** A run chooses once for all its pictures. */
function namesByFamily(chosen: ReadonlySet<string>): Map<string, string[]> {
  const known = choices.get(chosen)
  if (known) return known
  const names = new Map<string, string[]>()
  for (const { name, family } of familyVariables) {
    if (chosen.has(name)) names.set(family, [...(names.get(family) ?? []), name])
  }
  choices.set(chosen, names)
  return names
}

const choices = new WeakMap<ReadonlySet<string>, Map<string, string[]>>()
