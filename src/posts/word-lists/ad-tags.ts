import { listed } from './listed.ts'

/**
 * How posts are marked as advertising. A list of our own, collected from what advertising authorities ask for and what
 * is in use. A change of the list is a new version of the variable `ad_tag`.
 */
export const adTagsVersion = 2

/** Hashtags, compared as a whole, without case, accents and underscores. */
export const adHashtags: Record<string, readonly string[]> = {
  en: listed(`
    ad, advert, advertisement, advertorial, sponsored, sponsoredpost, sponsoredcontent, sponsoredad, paidad,
    paidpartner, paidpartnership, paidpromotion, paidcontent, paidpost, brandedcontent, giftedbybrand, prgift,
    prpackage, affiliate, affiliatelink, affiliatelinks`),
  de: listed(`
    anzeige, werbung, bezahltewerbung, bezahlteanzeige, bezahltepartnerschaft, gesponsert, werbeanzeige, reklame`),
  fr: listed(`
    publicite, sponsorise, sponsorisee, postsponsorise, partenariatremunere, collaborationcommerciale,
    collaborationremuneree`),
  es: listed(`
    publicidad, publi, publipost, patrocinado, patrocinada, anuncio, colaboracionpagada, contenidopatrocinado,
    emplazamientopublicitario`),
  pt: listed(`publicidade, publipago, conteudopatrocinado, parceriapaga, publieditorial, postpatrocinado`),
  it: listed(`pubblicita, sponsorizzato, postsponsorizzato, contenutosponsorizzato, collaborazionepagata`),
  nl: listed(`reclame, advertentie, gesponsord, betaaldesamenwerking, betaaldpartnerschap, spon`),
  sv: listed(`reklam, annons, reklamsamarbete, betaltsamarbete, sponsrat, iannonssamarbete`),
  da: listed(`reklame, annonce, sponsoreret`),
  no: listed(`annonse, reklame, sponset, betaltsamarbeid`),
  fi: listed(`mainos, kaupallinenyhteistyo, maksettumainos`),
  pl: listed(`
    reklama, wspolpracareklamowa, materialsponsorowany, materialreklamowy, wspolpracaplatna, postsponsorowany`),
  cs: listed(`reklama, placenaspoluprace, placenepartnerstvi, sponzorovano`),
  tr: listed(`reklam, isbirligi, sponsorlu, reklamdir, reklamisbirligi`),
  ru: listed(`реклама, партнерскииматериал, спонсорскийпост, направахрекламы`),
  uk: listed(`реклама`),
  ar: listed(`اعلان, إعلانمدفوع, شراكةمدفوعة`),
  he: listed(`פרסומת, שתפממומן, תוכןשיווקי`),
  hi: listed(`विज्ञापन, प्रायोजित`),
  id: listed(`iklan, kerjasamaberbayar, kontenbersponsor`),
  th: listed(`โฆษณา, สปอนเซอร์`),
  vi: listed(`quangcao, duoctaitro`),
  ja: listed(`広告, 宣伝, プロモーション, タイアップ, タイアップ投稿, sponsoredby, prタイアップ, 企業案件`),
  ko: listed(`광고, 협찬, 유료광고, 유료광고포함, 제품협찬, 소정의원고료, 체험단`),
  zh: listed(`广告, 廣告, 赞助, 贊助, 业配, 業配, 商业合作, 付费合作`),
}

/** Hashtags that are advertising only in a caption of that language: #pub, #PR. */
export const adHashtagsInContext: readonly { tag: string; context: RegExp }[] = [
  { tag: 'pub', context: /(?:^|[\s(])(?:le|la|les|des|une|est|avec|pour|je|vous|uma|para|com|não|você)(?=[\s,.!])/iu },
  { tag: 'adv', context: /(?:^|[\s(])(?:il|di|che|per|con|una|sono|è|della|mi)(?=[\s,.!])/iu },
  { tag: 'pr', context: /[\p{Script=Hiragana}\p{Script=Katakana}]/u },
]

/** Phrases of the caption's text, compared as whole words without case, accents and punctuation. */
export const adPhrases: readonly string[] = listed(`
  paid partnership, paid promotion, paid collaboration, sponsored by, this post is sponsored,
  bezahlte partnerschaft, bezahlte werbung, bezahlte anzeige, enthalt werbung,
  gesponsert von, partenariat remunere, collaboration commerciale, collaboration remuneree, sponsorise par,
  colaboracion pagada, patrocinado por, patrocinada por, publicidad pagada, asociacion pagada, parceria paga,
  conteudo patrocinado, publicidade paga, partnership pubblicizzata, collaborazione pagata, sponsorizzato da,
  contenuto sponsorizzato, betaald partnerschap, betaalde samenwerking, gesponsord door, betalt samarbete,
  betalt samarbejde, betalt samarbeid, i annonssamarbete med, reklame for, reklamsamarbete med,
  kaupallinen yhteistyo, wspolpraca reklamowa, material sponsorowany, placena spoluprace, ucretli is ortakligi,
  на правах рекламы, оплачиваемое партнерство, kemitraan berbayar, شراكة مدفوعة`)

/** The same in scripts without spaces, found anywhere. */
export const adPhrasesUnspaced: readonly string[] = listed(`
  タイアップ投稿, 有料パートナーシップ, 付费合作, 付費合作, 유료광고포함, 유료파트너십`)

/**
 * How captions begin that state it first, as is the custom in some countries: `Werbung | ...`, `Anzeige: ...`, `[AD] ...`, `【PR】...`. PR
 * without brackets may be a personal record.
 */
export const adOpening =
  /^\s*(?:[[(*【（［]*\s*(?:ad|sponsored|anzeige|werbung|publicité|publicidad|publicidade|reklame?|reklama|annons|annonse|annonce|advertentie|adv|広告|광고|реклама)\s*[\])*】）］]*\s*(?:[|:/•·–—：｜]|-\s|\n|[\])】）］])|[[(【（［]\s*(?:pr|ｐｒ)\s*[\])】）］])/iu
