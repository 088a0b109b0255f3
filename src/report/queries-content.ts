import { type Asked, pictures } from './queries.ts'
import type { Clusters } from './queries-brands.ts'
import { clusteredShare } from './statistics/clustered-mean.ts'
import type { Estimate } from './statistics/interval.ts'

/** What stands in some images besides brands. */
export interface Content {
  kind: 'face' | 'text' | 'person' | 'object'
  /** Of an object, what it is. */
  label: string
  images: number
  /** Images in which it was looked for. */
  searched: number
  share: Estimate
}

interface Searched {
  cluster: string
  faces: number
  with_faces: number
  texts: number
  with_text: number
  persons: number
  with_persons: number
  objects: number
}

const mostObjects = 12

/** Faces, text, persons, and the objects in most images: what was looked for. */
export async function content({ reader }: Asked, clusters: Clusters): Promise<Content[]> {
  const clustered = `${pictures}, clustered AS (SELECT picture.*, ${clusters.sql} AS cluster FROM picture)`
  const rows = await reader.query<Searched>(`
    WITH ${clustered}
    SELECT cluster, COUNT(face_count) AS faces, COUNT(CASE WHEN face_count > 0 THEN 1 END) AS with_faces,
      COUNT(text_area) AS texts, COUNT(CASE WHEN text_area > 0 THEN 1 END) AS with_text,
      COUNT(person_count) AS persons, COUNT(CASE WHEN person_count > 0 THEN 1 END) AS with_persons,
      COUNT(top_objects) AS objects
    FROM clustered GROUP BY cluster ORDER BY cluster`)
  const seen = await reader.query<{ label: string; cluster: string; images: number }>(`
    WITH ${clustered},
    seen AS (SELECT DISTINCT row_id, label FROM detections WHERE task = 'object' AND label <> 'person'),
    often AS (SELECT label, COUNT(*) AS n FROM seen GROUP BY label ORDER BY n DESC, label LIMIT ${mostObjects})
    SELECT s.label, c.cluster, COUNT(*) AS images
    FROM seen s JOIN often o ON s.label = o.label JOIN clustered c ON s.row_id = c.row_id
    GROUP BY s.label, c.cluster ORDER BY s.label, c.cluster`)
  const place = new Map(rows.map(({ cluster }, at) => [cluster, at]))
  const column = (of: Exclude<keyof Searched, 'cluster'>) => Float64Array.from(rows, (row) => row[of])
  const isClustered = clusters.kind !== 'image'
  const contentOf = (kind: Content['kind'], label: string, found: Float64Array, searched: Float64Array): Content => {
    const share = clusteredShare(found, searched, isClustered)
    return { kind, label, images: sum(found), searched: sum(searched), share }
  }
  const objects = [...new Set(seen.map(({ label }) => label))].map((label) => {
    const found = new Float64Array(rows.length)
    for (const row of seen) if (row.label === label) found[place.get(row.cluster) as number] = row.images
    return contentOf('object', label, found, column('objects'))
  })
  return [
    contentOf('face', 'a face', column('with_faces'), column('faces')),
    contentOf('text', 'text', column('with_text'), column('texts')),
    contentOf('person', 'a person (object detector)', column('with_persons'), column('persons')),
    ...objects.sort((a, b) => b.images - a.images || (a.label < b.label ? -1 : 1)),
  ].filter(({ searched }) => searched > 0)
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0)
}
