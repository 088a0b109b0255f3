import { namedImage } from './image-address.ts'
import type { RowImporter } from './importers/importer.ts'
import type { LedgerWriter } from './ledger.ts'
import type { TableRow, TableRows } from './rows.ts'
import type { GivenComment, SourceItem } from './source.ts'

export interface Import {
  table: TableRows
  importer: RowImporter
  /** Of the table, for messages. */
  name: string
  /** What paths are relative to. */
  root: string
  /** Comments of posts that stand elsewhere are asked for apart; else they are counted as left out. */
  givesComments: boolean
}

/** The posts and images of an export, row by row. */
export async function* importedItems(given: Import, writer: LedgerWriter): AsyncGenerator<SourceItem> {
  for await (const row of given.table.rows(writer.note)) yield* itemsOf(row, given, writer)
}

function* itemsOf(
  row: TableRow,
  { importer, name, root, givesComments }: Import,
  writer: LedgerWriter,
): Generator<SourceItem> {
  for (const told of importer.read(row)) {
    if (told.kind === 'left out') writer.leaveOut(told.what)
    else if (told.kind === 'comment') {
      if (!givesComments) writer.leaveOut('comment')
    } else if (told.kind === 'unknown') {
      writer.note(
        `rows of ${name} that are not as ${importer.title} writes them`,
        `${name}:${row.line}: ${told.problem}`,
      )
    } else {
      const { post, images } = told
      yield { kind: 'post', post }
      for (const image of images)
        yield { kind: 'image', reference: { ...namedImage(image, root), postId: post.post_id } }
    }
  }
}

/** The comments of an export whose posts stand elsewhere. */
export async function* importedComments({ table, importer }: Import): AsyncGenerator<GivenComment> {
  for await (const row of table.rows(() => undefined))
    for (const told of importer.read(row)) if (told.kind === 'comment') yield { postId: told.postId, text: told.text }
}
