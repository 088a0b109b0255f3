import type { Asked } from './queries.ts'

export interface SeenObject {
  label: string
  images: number
}

export interface Content {
  /** Images in which objects, faces or text were looked for, and how many have some. */
  objects: { searched: number; top: SeenObject[] }
  faces: { searched: number; found: number }
  persons: { searched: number; found: number }
  text: { searched: number; found: number }
}

/** What stands in the images besides brands. */
export async function content({ reader }: Asked): Promise<Content> {
  const [found] = await reader.query<Record<string, number>>(`
    SELECT COUNT(top_objects) AS objects, COUNT(face_count) AS faces, COUNT(person_count) AS persons,
      COUNT(text_area) AS texts,
      COUNT(CASE WHEN face_count > 0 THEN 1 END) AS with_faces,
      COUNT(CASE WHEN person_count > 0 THEN 1 END) AS with_persons,
      COUNT(CASE WHEN text_area > 0 THEN 1 END) AS with_text
    FROM images WHERE status = 'ok'`)
  const top = await reader.query<SeenObject>(`
    SELECT label, COUNT(DISTINCT row_id) AS images FROM detections WHERE task = 'object'
    GROUP BY label ORDER BY images DESC, label LIMIT 12`)
  return {
    objects: { searched: found?.objects ?? 0, top },
    faces: { searched: found?.faces ?? 0, found: found?.with_faces ?? 0 },
    persons: { searched: found?.persons ?? 0, found: found?.with_persons ?? 0 },
    text: { searched: found?.texts ?? 0, found: found?.with_text ?? 0 },
  }
}
