import { type ByLanguage, listed } from './listed.ts'

/**
 * How captions ask for something to be done: buy, look, follow, tag, comment, share. A list of our own in the main languages;
 * phrases in normal form (lower case, without accents and punctuation), found as whole words in the text without
 * hashtags, handles and addresses. A change is a new version of `call_to_action`.
 */
export const callsToActionVersion = 3

export const callsToAction: ByLanguage = {
  en: listed(`
    link in bio, link in my bio, link in our bio, link in the bio, links in bio, link is in, link below,
    click the link, click link, click below, tap the link, tap link, tap to shop, tap below, swipe up, swipe left,
    swipe right, swipe to see, swipe for, shop now, shop the, shop our, shop my, shop at, buy now, buy it now,
    buy yours, get yours, grab yours, order now, order yours, order online, pre order, preorder, book now,
    book your, sign up, subscribe, register now, download, join us, learn more, read more, find out more,
    see more at, watch now, watch the full, listen now, stream now, check out, check it out, check us out, head to,
    head over to, visit our, visit us, visit the, follow us, follow me, follow for, give us a follow, tag a friend,
    tag someone, tag your, tag us, tag me, comment below, comment your, leave a comment, drop a comment,
    let us know, let me know, tell us, tell me in the comments, share this, share with, share your, save this,
    like and share, double tap, dm us, dm me, dm for, dm to, send us a dm, call us, contact us, try it, use code,
    use my code, with code, discount code, promo code, enter to win, to enter, vote for, donate, don t miss,
    dont miss, turn on notifications, stay tuned, hurry`),
  de: listed(`
    link in bio, link in der bio, link in meiner bio, link in unserer bio, jetzt kaufen, jetzt bestellen,
    jetzt shoppen, jetzt sichern, jetzt entdecken, jetzt buchen, jetzt anmelden, jetzt mitmachen, mehr erfahren,
    mehr dazu, schau vorbei, schaut vorbei, folge uns, folgt uns, folgt mir, markiere, markiert eure,
    markiert einen, markiert jemanden, markiert uns, schreib uns,
    schreibt uns, schreibt es in die kommentare, kommentiere, kommentiert, teile diesen, teilt diesen, speicher dir,
    verlinke, verlinkt eure, verlinkt
    jemanden, verlinkt uns, mit dem code, rabattcode, klick auf, swipe`),
  fr: listed(`
    lien en bio, lien dans la bio, lien dans ma bio, lien dans notre bio, achetez, commandez, cliquez, decouvrez,
    decouvre, profitez, abonnez vous, abonne toi, suivez nous, suis nous, rendez vous sur, en savoir plus,
    identifiez, identifie, tague, taguez, dites nous, dis nous, dites moi, laissez un commentaire, en commentaire,
    partagez, enregistrez, inscrivez vous, reservez, avec le code, code promo, participez, swipez`),
  es: listed(`
    link en bio, link en la bio, enlace en bio, enlace en la bio, link en mi bio, link en nuestra bio, compra ya,
    compra ahora, compra aqui, compralo, pide ya, haz clic, haz click, da click, visita nuestra, visita nuestro,
    descubre, descubrelo, conoce mas, mas informacion, siguenos, sigueme, etiqueta a, menciona a, comenta, dejanos,
    dejame, cuentanos, cuentame, comparte, guarda este, guarda esta, registrate, reserva ya, reserva ahora,
    inscribete, participa, usa el codigo, con el codigo, codigo de descuento, desliza`),
  pt: listed(`
    link na bio, link da bio, compre ja, compre agora, compra ja, clique, clica, acesse, acessa, saiba mais,
    confira, confere, descubra, siga, segue a gente, marque um amigo, marque uma amiga, marque alguem,
    marque quem, marque seu, marque sua, marca um, marca uma, marca aquele, marca aquela,
    comenta, comente, conta pra gente, conta aqui, compartilhe, compartilha, salva esse, salve este, inscreva se,
    participe da, participe do, participe agora, garanta, use o cupom, com o cupom, arrasta pra cima, chama no direct`),
  it: listed(`
    link in bio, link nella bio, link in descrizione, acquista, compra ora, ordina, clicca, scopri,
    scoprite, seguici, seguiteci, seguimi, tagga, taggate, commenta, commentate, scrivici, scrivimi,
    fateci sapere, facci sapere, condividi, condividete, salva il post, iscriviti, iscrivetevi, prenota, partecipa,
    usa il codice, con il codice, codice sconto`),
  nl: listed(`
    link in bio, link in onze bio, shop nu, koop nu, bestel, klik op, ontdek, lees meer, meer weten,
    bekijk, volg ons, volg mij, tag een, tag je, laat het ons weten, laat ons weten, laat een reactie, reageer,
    deel dit, sla deze, schrijf je in, meld je aan, boek nu, doe mee, met de code, kortingscode`),
  pl: listed(`
    link w bio, kup teraz, sprawdz, zamow, kliknij, obserwuj, oznacz, skomentuj, napisz w komentarzu,
    dowiedz sie wiecej, zapisz sie, z kodem`),
  tr: listed(`
    link bioda, link biyografide, profildeki link, hemen al, satin al, hemen siparis, tikla, kesfet, takip et,
    takip edin, etiketle, yorum yap, yorumlara yaz, paylas, kaydet`),
  id: listed(`
    link di bio, beli sekarang, order sekarang, klik link, cek link, cek bio, tag temanmu, tag teman,
    komen di bawah, bagikan, daftar sekarang, swipe up`),
  ru: listed(`
    ссылка в профиле, ссылка в шапке, ссылка в био, переходи по ссылке, переходите по ссылке, подписывайся,
    подписывайтесь, закажи, заказать, купить, пишите в комментариях, пишите в директ, отмечай, отмечайте, сохраняй,
    по промокоду, узнать больше`),
  ar: listed(`
    الرابط في البايو, اضغط على الرابط, اضغط الرابط, تسوق الان, تسوقي الان, اشتر الان, اطلب الان, تابعونا, منشن,
    شاركونا, شاركنا, احجز الان, سجل الان`),
}

/** The same in scripts without spaces, and in Korean, whose words have endings: found anywhere in the text without its spaces. */
export const callsToActionUnspaced: ByLanguage = {
  ja: listed(`
    プロフィールのリンク, プロフのリンク, リンクはプロフィール, ハイライトから, チェックして, フォローして,
    コメントして, コメントで教えて, 保存して, タグ付けして, 応募方法, 今すぐ購入, 詳しくは, ご予約, ぜひお試し`),
  zh: listed(`
    点击链接, 點擊連結, 主页链接, 立即购买, 立即購買, 马上购买, 关注我, 追蹤我, 评论区, 留言告訴, 转发, 分享给`),
  ko: listed(`
    프로필링크, 링크클릭, 지금구매, 구매하기, 팔로우해, 댓글남겨, 댓글로, 친구태그, 공유해`),
  th: listed(`
    ลิงก์ในไบโอ, ลิ้งค์ในไบโอ, กดลิงก์, สั่งซื้อ, กดติดตาม, แท็กเพื่อน,
    คอมเมนต์`),
}
