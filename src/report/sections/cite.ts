import type { Findings } from '../gather.ts'
import type { Section } from '../html/blocks.ts'
import { html } from '../html/markup.ts'

export function cite({ run }: Findings): Section {
  const version = run?.versions.limelight ?? 'unknown version'
  const year = (run?.started_at ?? '').slice(0, 4) || 'n.d.'
  const bibtex = `@software{limelight,
  title   = {Limelight: brand exposure in social images},
  version = {${version}},
  year    = {${year}},
  note    = {pipeline digest ${run?.pipeline_digest ?? 'unknown'}}
}`
  return {
    id: 'cite',
    title: 'How to cite',
    body: html`<p>Name the tool with its version and the pipeline digest, and the papers whose measures you use.</p>
<p>Limelight (version ${version}, ${year}). Brand exposure in social images [software]. Pipeline digest ${run?.pipeline_digest ?? 'unknown'}.</p>
<pre>${bibtex}</pre>
<ul class="references">
<li>Hartmann, J., Heitmann, M., Schamp, C., &amp; Netzer, O. (2021). The power of brand selfies. <em>Journal of Marketing Research</em>, 58(6), 1159–1177.</li>
<li>Hasler, D., &amp; Süsstrunk, S. (2003). Measuring colorfulness in natural images. <em>Human Vision and Electronic Imaging VIII</em>, SPIE 5007, 87–95.</li>
<li>Canny, J. (1986). A computational approach to edge detection. <em>IEEE TPAMI</em>, 8(6), 679–698.</li>
<li>Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference. <em>JASA</em>, 22(158), 209–212.</li>
<li>Pustejovsky, J. E., &amp; Tipton, E. (2018). Small-sample methods for cluster-robust variance estimation and hypothesis testing in fixed effects models. <em>Journal of Business &amp; Economic Statistics</em>, 36(4), 672–683.</li>
<li>Imbens, G. W., &amp; Kolesár, M. (2016). Robust standard errors in small samples: some practical advice. <em>Review of Economics and Statistics</em>, 98(4), 701–712.</li>
</ul>`,
  }
}
