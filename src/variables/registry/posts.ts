import type { Variable } from './entry.ts'
import { caption } from './posts/caption.ts'
import { comments, engagement } from './posts/engagement.ts'
import { identity, postObjectVariables } from './posts/identity.ts'
import { mentions } from './posts/mentions.ts'
import { textModel } from './posts/text-model.ts'

export { postObjectVariables } from './posts/identity.ts'

/** Columns of `posts`: what the source says of a post, and what its caption holds. */
export const postVariables: Variable[] = [
  ...identity,
  ...postObjectVariables,
  ...engagement,
  ...comments,
  ...caption,
  ...textModel,
  ...mentions,
]
