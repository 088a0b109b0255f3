import { count } from '../format.ts'
import type { Findings } from '../gather.ts'
import type { Section } from '../html/blocks.ts'
import { html, type Part } from '../html/markup.ts'
import { fewestAccounts } from '../queries-brands.ts'
import { fewestClusters } from '../statistics/clustered-mean.ts'

export function methods(found: Findings): Section {
  return { id: 'methods', title: 'Methods and limits', body: [measuring(found), intervals(found), limits, ethics] }
}

function measuring({ run }: Findings): Part {
  const models =
    run &&
    run.models.length > 0 &&
    html` Models: ${run.models.map(({ task, name }) => `${name} (${task})`).join(', ')}.`
  return html`<h3>How images are measured</h3>
<p>Each file is decoded once, by its content and not its name, made upright, converted to sRGB and reduced to an analysis size (the longest side at most 1080 px unless the run says otherwise). Image variables are computed from those pixels by the formulas of the codebook.${models} A brand is found where a line of text in the image, read by optical character recognition, equals one of the brand's names or is near enough; the box of that text is the logo; and where local features of the image (SIFT) agree on one place of one of the brand's reference pictures; then the box is that picture's outline. With the stage <code>embedding</code>, also where a region is more like a reference picture, by a network, than regions of other photos are. Brand-image type is a rule, not a trained model: it uses faces, persons, the logo's place and how uniform the background is.</p>`
}

function intervals({ clusters }: Findings): Part {
  return html`<h3>How sure the numbers are</h3>
<p>Images of one account are alike, so intervals take them together: by account where there are at least ${fewestAccounts}, else by post, else image by image; here by ${count(clusters.count)} ${clusters.kind}s. The standard error is the cluster-robust CR2 (Bell &amp; McCaffrey 2002; Pustejovsky &amp; Tipton 2018), the interval of a share Wilson's (1927) for as many independent images as that error amounts to, by Student's t with the degrees of freedom of Imbens and Kolesár (2016). Intervals of means (sizes, centrality, likes) reach farther to the side to which values are skewed, and have fewer degrees of freedom where a few accounts stand out. Each stays where its value can lie, and holds the truth about 95 times of 100 in simulations with ten accounts and more (<code>npm run bench -- coverage</code>). A mean that rests on fewer than ${fewestClusters} ${clusters.kind}s has no interval; a share of images or posts then has Wilson's own, which takes them as independent and is too narrow where they are alike.${clusters.kind === 'account' ? '' : ' With so few accounts, posts of one account are taken as independent: where they are alike, intervals are too narrow.'}</p>
<p><strong>All intervals are about sampling only.</strong> They say how a number might differ in another sample of such ${clusters.kind}s. They hold no detector error (only the section “Corrected for errors”, where somebody labelled a sample, does), and no bias of how the posts were collected; if the posts are not a random sample of what you ask about, the intervals do not carry over to it. Many intervals are shown at once and none is corrected for that: about one in twenty misses.</p>`
}

const limits = html`<h3>What the numbers can't tell</h3>
<ul>
<li><strong>Many logos are missed.</strong> A brand is found where its name can be read, or where the print of a reference picture comes back; a plain symbol such as a swoosh is found less often, a small, bent, dark or half hidden logo of any kind, too. So a share of a brand is rather too low than too high, and brands with word logos are found more often than those with symbols: compare brands with care, or label a random sample (<code>limelight eval --correct</code>).</li>
<li><strong>A word is not always the brand.</strong> A name that is also a word (apple, target, gap) is found where people write the word. Look at the pictures above, and label a sample by hand before you rely on a share.</li>
<li><strong>Likes and comments</strong> are as the source gave them when it was scraped. They differ by account, time and platform; a difference between posts with and without a brand is no effect of the brand.</li>
<li><strong>Faces and persons</strong> are counted by models that find some people less often than others (by skin tone, age, pose, light). Differences between groups of posts can come from that. Nobody is identified, and no age, gender or emotion is guessed.</li>
<li><strong>Sentiment, pronouns, question words, netspeak, readability</strong> come from English word lists and formulas, and are empty for other languages; calls to action and purchase intentions come from lists of phrases in the main languages: captions in others have no call to action, neither yes nor no, and comments in others are not counted. Texts too short to tell their language are searched. Advertising tags are looked for in all captions. What a list does not name is not found, and irony is taken at its word. Read a sample of the captions before you rely on one.</li>
<li><strong>Inferred definitions</strong> (logo size, centrality, visual complexity, contrast) were rebuilt from published values, not from their authors' code.</li>
</ul>`

const ethics = html`<h3>Ethics and rules</h3>
<ul>
<li>People in public posts did not consent to research. Follow your ethics board and the law where you are (in the EU: GDPR, also for public data); keep no more than you need, and no longer.</li>
<li>The terms of most platforms restrict scraping and the passing on of content. The dataset holds captions and account names: share row ids, measures and aggregates rather than those. <code>limelight report OUT --no-pictures</code> leaves pictures out.</li>
<li>Report the error codes and the share that could not be measured along with any result.</li>
</ul>`
