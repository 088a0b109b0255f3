import type { SessionOptions } from '../../vision/session.ts'
import type { LearnedFeatures } from '../../vision/xfeat.ts'
import type { LearnedReference, LearnedView } from './reference-places.ts'
import { openSimilarities } from './similarities.ts'

export interface BrandReference {
  brand: string
  reference: LearnedReference
}

/** A place of a photo and a place of a view that are each other's most alike. */
export interface Match {
  /** px of the reference, and of the photo. */
  from: { x: number; y: number }
  to: { x: number; y: number }
  similarity: number
  /** Of the photo's place, to the most alike place of another brand. */
  otherwise: number
  /** How much more alike than the places of everyday photos are, in units of their spread; at least 0. */
  surprise: number
}

/** A view that a photo has matches with. */
export interface MatchedView extends BrandReference {
  view: LearnedView
  /** The most alike first. */
  matches: Match[]
}

export interface MatchIndex {
  matches(photo: LearnedFeatures): Promise<MatchedView[]>
}

/** What is less alike is no match. */
const leastSimilarity = 0.78
/** Matches of a view: time grows with their cube. */
const mostMatches = 60
/** Fewer are no sign of anything. */
const fewestMatches = 4

/** Prepares the places of all references, so that those of a photo are compared with them at once. */
export async function openMatchIndex(
  references: readonly BrandReference[],
  options: Pick<SessionOptions, 'device' | 'threads'>,
): Promise<MatchIndex> {
  const brands = [...new Set(references.map(({ brand }) => brand))]
  let total = 0
  const views = references.flatMap((own) =>
    own.reference.views.map((view) => {
      const first = total
      total += view.x.length
      return { ...own, number: brands.indexOf(own.brand), view, first, count: view.x.length }
    }),
  )
  if (total === 0) return { matches: async () => [] }
  const all = new Float32Array(views.reduce((sum, { view }) => sum + view.descriptors.length, 0))
  let at = 0
  for (const { view } of views) {
    all.set(view.descriptors, at)
    at += view.descriptors.length
  }
  const similarities = await openSimilarities(all, options)

  return {
    async matches(photo) {
      // For each place of a reference, the photo's place that is most like it.
      const here = new Int32Array(total).fill(-1)
      const hereSimilarity = new Float32Array(total).fill(-1)
      // For each place of the photo and each view, and each brand, the most alike place.
      const there = new Int32Array(photo.count * views.length).fill(-1)
      const thereSimilarity = new Float32Array(photo.count * views.length).fill(-1)
      const ofBrand = new Float32Array(photo.count * brands.length).fill(-1)
      await similarities.each(photo.descriptors, ({ first, count, values }) => {
        for (let row = 0; row < count; row++) compareRow(values, row * total, first + row)
      })
      return views.flatMap((view, v) => {
        const matches = matchesOf(view, v)
        return matches.length >= fewestMatches
          ? [{ brand: view.brand, reference: view.reference, view: view.view, matches }]
          : []
      })

      function compareRow(values: Float32Array, start: number, i: number): void {
        for (let v = 0; v < views.length; v++) {
          const { first, count, number } = views[v] as (typeof views)[number]
          let most = -1
          let where = -1
          for (let j = first; j < first + count; j++) {
            const value = values[start + j] as number
            if (value > most) {
              most = value
              where = j
            }
            if (value > (hereSimilarity[j] as number)) {
              hereSimilarity[j] = value
              here[j] = i
            }
          }
          there[i * views.length + v] = where
          thereSimilarity[i * views.length + v] = most
          const b = i * brands.length + number
          if (most > (ofBrand[b] as number)) ofBrand[b] = most
        }
      }

      function matchesOf({ view, first, number }: (typeof views)[number], v: number): Match[] {
        const found: Match[] = []
        for (let i = 0; i < photo.count; i++) {
          const similarity = thereSimilarity[i * views.length + v] as number
          const where = there[i * views.length + v] as number
          if (similarity < leastSimilarity || here[where] !== i) continue
          const j = where - first
          const beyond = (similarity - (view.usual[j] as number)) / (view.spread[j] as number)
          found.push({
            from: { x: view.x[j] as number, y: view.y[j] as number },
            to: { x: photo.x[i] as number, y: photo.y[i] as number },
            similarity,
            otherwise: otherwise(i, number),
            surprise: Math.max(0, beyond),
          })
        }
        return found.sort((a, b) => b.similarity - a.similarity).slice(0, mostMatches)
      }

      function otherwise(i: number, own: number): number {
        let most = 0
        for (let b = 0; b < brands.length; b++) {
          if (b !== own) most = Math.max(most, ofBrand[i * brands.length + b] as number)
        }
        return most
      }
    },
  }
}
