import type { PictureAccess } from '../../src/report/thumbnails.ts'

/** Pictures that are asked for and not there: everything of a report but their pixels. */
export const unread: PictureAccess = { read: async () => null, hide: async () => [] }
