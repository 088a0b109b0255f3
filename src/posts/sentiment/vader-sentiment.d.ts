/** The part of the package that is used: it comes without types. */
declare module 'vader-sentiment' {
  interface Analyzer {
    /** @returns `before` and the valence of `word` among `words` */
    sentiment_valence(
      start: number,
      text: { is_cap_diff: boolean; words_and_emoticons: readonly string[] },
      word: string,
      index: number,
      before: readonly number[],
    ): number[]
  }
  const vader: { SentimentIntensityAnalyzer: Analyzer }
  export default vader
}
