/**
 * The one family of errors. A message names the thing, what was wrong with it and what to do next.
 */

/** Why an image has no measures: the closed list of `images.error_code`. */
export const errorCodes = {
  not_found: { retry: true, says: 'there is no such file or object' },
  empty_file: { retry: false, says: 'the file has no bytes' },
  too_large_file: { retry: false, says: 'the file is larger than --max-bytes' },
  unsupported_format: { retry: false, says: 'the content is not JPEG, PNG, WebP, GIF, TIFF or AVIF' },
  corrupt: { retry: false, says: 'the content starts like an image and does not decode' },
  truncated: { retry: false, says: 'the file ends before the picture does' },
  too_many_pixels: { retry: false, says: 'the picture has more pixels than --max-pixels' },
  timeout: { retry: true, says: 'reading or measuring took longer than --timeout' },
  crashed: { retry: true, says: 'the process that measured it died, twice' },
  out_of_memory: { retry: true, says: 'the process that measured it ran out of memory' },
  access_denied: { retry: true, says: 'the file or object may not be read' },
  unavailable: { retry: true, says: 'the storage or the server did not give it, after several tries' },
  unreachable: { retry: true, says: 'the address on the web could not be reached' },
  forbidden: { retry: true, says: 'the server does not give the image to everybody, or not any more' },
  expired: { retry: false, says: 'the address was valid for a time that is over; export the posts again' },
  private_address: { retry: false, says: 'the address leads into a private network; --allow-private-hosts lets it' },
  lost: { retry: true, says: 'it was uploaded, queued several times and never measured' },
  refused: { retry: false, says: 'the message names a bucket or a key that is not to be measured' },
  bad_message: { retry: false, says: 'a message of the queue could not be understood; it is among the dead letters' },
  internal: { retry: true, says: 'a fault of Limelight itself; please report it' },
} as const satisfies Record<string, { retry: boolean; says: string }>

export type ErrorCode = keyof typeof errorCodes

/** One image can't be measured: it becomes a row with `status = 'error'`. */
export class ImageError extends Error {
  override readonly name = 'ImageError'
  constructor(
    readonly code: ErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options)
  }
}

/** The command can't be carried out as it was given: exit code 2, message without a stack. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** The command was right and could not be finished (full disk, unwritable folder): exit code 1, message without a stack. */
export class RunError extends Error {
  override readonly name = 'RunError'
}
