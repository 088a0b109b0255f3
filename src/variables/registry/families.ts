import type { Variable } from './entry.ts'
import { channelEntries } from './families/channels.ts'
import { contrastEntries } from './families/contrast.ts'
import { hueEntries } from './families/hue.ts'
import { paletteEntries } from './families/palette.ts'

/** Columns of `images` that are measured when they are chosen (`choose.ts`); the core of `image.ts` always is. */
export const familyVariables: Variable[] = [...contrastEntries, ...hueEntries, ...paletteEntries, ...channelEntries]
