/** Something that stands in an image and may be a logo. */
export interface Sighting {
  /** Images with the same content, or nearly, have the same one: what recurs there is no evidence. */
  image: string
  /** How surely it is a logo, 0 to 1. */
  score: number
  /** Of unit length. */
  vector: Float32Array
}

export interface Cluster<S extends Sighting> {
  /** The sighting that the others are like. */
  leader: S
  /** The leader first, then the others, the most like first. */
  members: S[]
  /** How many different images they are in. */
  images: number
}

export interface ClusterOptions {
  /** The cosine similarity from which on two things are the same, by the leader's vector. */
  alike: (vector: Float32Array) => number
  /** A cluster of fewer different images is left out. */
  fewestImages: number
}

/**
 * Sightings that recur: leader clustering (Hartigan 1975, ch. 3), the surest sighting first. Each one joins the leader that it is most like, if it
 * is enough like it, else it leads. The same sightings give the same clusters, in whatever order they come.
 * @returns those in the most images first
 */
export function clusters<S extends Sighting>(
  sightings: readonly S[],
  { alike, fewestImages }: ClusterOptions,
): Cluster<S>[] {
  const ordered = sightings.toSorted((a, b) => b.score - a.score || compare(a, b))
  const groups: { leader: S; least: number; members: { sighting: S; similarity: number }[] }[] = []
  for (const sighting of ordered) {
    let best: (typeof groups)[number] | null = null
    let most = -1
    for (const group of groups) {
      const similarity = cosine(group.leader.vector, sighting.vector)
      if (similarity >= group.least && similarity > most) [best, most] = [group, similarity]
    }
    if (best) best.members.push({ sighting, similarity: most })
    else groups.push({ leader: sighting, least: alike(sighting.vector), members: [{ sighting, similarity: 1 }] })
  }
  return groups
    .map(({ leader, members }) => ({
      leader,
      members: members.toSorted((a, b) => b.similarity - a.similarity).map(({ sighting }) => sighting),
      images: new Set(members.map(({ sighting }) => sighting.image)).size,
    }))
    .filter(({ images }) => images >= fewestImages)
    .toSorted((a, b) => b.images - a.images || b.leader.score - a.leader.score || compare(a.leader, b.leader))
}

/** Cosine of two vectors of unit length. */
export function cosine(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number)
  return sum
}

function compare(a: Sighting, b: Sighting): number {
  if (a.image !== b.image) return a.image < b.image ? -1 : 1
  const i = a.vector.findIndex((value, at) => value !== b.vector[at])
  return i < 0 ? 0 : (a.vector[i] as number) - (b.vector[i] as number)
}
