import type { Command } from 'commander'

/** Of commands that show pictures of an old run. */
export interface PicturesFrom {
  picturesFrom?: string
}

export function withPicturesFrom(command: Command): Command {
  return command.option(
    '--pictures-from <dir>',
    'look here, too, for pictures that do not lie where they were measured, or whose path has a pseudonym',
  )
}

export function placesOf({ picturesFrom }: PicturesFrom): string[] {
  return picturesFrom === undefined ? [] : [picturesFrom]
}
