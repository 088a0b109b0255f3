import type { Post } from './post.ts'

const day = 86_400_000

/** What likes, comments, followers and times give together; null where one of them is missing. */
export function engagementColumns({ likes, comments, followers, posted_at, collected_at }: Post) {
  const engagement = likes === null || comments === null ? null : likes + comments
  return {
    engagement,
    engagement_rate: engagement === null || !followers ? null : engagement / followers,
    post_age: posted_at && collected_at ? ageInDays(posted_at, collected_at) : null,
  }
}

/** A post that was seen before it was posted has a wrong time: its age is not known. */
function ageInDays(posted: Date, collected: Date): number | null {
  const age = (collected.getTime() - posted.getTime()) / day
  return age >= 0 ? age : null
}
