/** What several entries say in the same words. */
export const given = { definition: 'given' as const, missing: 'when the source does not say' }
export const noCaption = 'when the post has no caption field'
export const table3 = 'Hartmann, Heitmann, Schamp & Netzer (2021), Table 3'
