import { type ByLanguage, listed } from './listed.ts'

/**
 * How comments say that their writer wants to buy, has just decided to, or asks how to. A list of our own, in normal form.
 * Hartmann et al. (2021) trained a language model on labelled comments; a list of phrases finds fewer, and takes "I
 * need this nap" for one: compare platforms and periods by it, not with their numbers. A change is a new version of
 * `purchase_intentions`.
 */
export const purchaseIntentionsVersion = 3

export const purchaseIntentions: ByLanguage = {
  en: listed(`
    want this, want it, want that, want one, want these, want those, want them all, want to buy, wanna buy,
    want to try, wanna try, i want some, need this, need it, need that, need one, need these, need those, need some,
    need to buy, need to try, need to get, gotta try, gotta buy, gotta get, gotta have, have to try, have to buy,
    have to get, must have, must buy, must try, must get, i ll buy, ill buy, i will buy, will be buying, i d buy,
    would buy, going to buy, gonna buy, going to get, gonna get, going to order, gonna order, just ordered,
    just bought, ordering, buying this, buying it, buying these, buy it now, can i buy, can i get, can i order,
    can we buy, where to buy, where can i, where do i get, where did you get, where did u get, where is it from,
    where is this from, where are these from, where are those from, how do i get, how do i buy, how much is, how much are, how much does, how much for, price please, price pls,
    what s the price, is it available, is this available, are these available, still available,
    when does it come out, take my money, shut up and take, on my list, on my wishlist, adding to cart,
    added to cart, in my cart, craving, i m getting, im getting, sign me up, do you ship, link please, link pls`),
  de: listed(`
    will ich, ich will auch, ich will das, ich will den, ich will die, brauche ich, brauch ich,
    ich brauche, muss ich haben, haben wollen, werde ich kaufen, kaufe ich, kauf ich, muss ich kaufen,
    muss ich probieren, bestelle ich, bestellt, wo gibt es, wo gibts, wo kann ich, wo kann man, wo bekommt man,
    woher ist, was kostet, wie viel kostet`),
  fr: listed(`
    je le veux, je la veux, je les veux, j en veux, il me le faut, il me la faut, il me les faut, j achete,
    je vais acheter, je vais commander, a acheter, ou acheter, ou peut on, ou trouver, combien coute, c est combien,
    quel prix, quel est le prix`),
  es: listed(`
    lo quiero, la quiero, los quiero, las quiero, quiero uno, quiero una, quiero comprar, yo quiero, lo necesito,
    la necesito, los necesito, las necesito, necesito uno, necesito una, voy a comprar, me lo compro, donde compro,
    donde puedo comprar, donde lo compro, donde lo compraste, donde la compraste, donde se compra, donde consigo,
    cuanto cuesta, cuanto vale, que precio, precio por favor, como lo compro, hacen envios`),
  pt: listed(`
    eu quero, quero um, quero uma, quero esse, quero essa, quero comprar, quero muito, preciso disso, preciso de um,
    preciso de uma, preciso comprar, vou comprar, onde compro, onde compra, onde vende, onde encontro,
    onde posso comprar, quanto custa, qual o valor, qual o preco, qual valor, como compro`),
  it: listed(`
    lo voglio, la voglio, li voglio, le voglio, ne voglio, voglio comprare, lo compro, la compro, lo compriamo,
    mi serve, devo comprare, devo provare, devo averlo, devo averla, dove si compra, dove posso, dove lo trovo,
    dove la trovo, dove si trova, quanto costa, quanto costano, che prezzo, il prezzo`),
  nl: listed(`
    wil ik, heb ik nodig, ik heb nodig, moet ik hebben, ga ik kopen, ga ik halen, waar koop,
    waar kan ik, waar te koop, wat kost, hoeveel kost`),
  tr: listed(`
    bunu istiyorum, bundan istiyorum, almak istiyorum, alacagim, almam lazim, lazim bana, nereden aldin,
    nereden alabilirim, fiyati ne, fiyat nedir, bu ne kadar,
    bunlar ne kadar, ne kadara`),
  id: listed(`
    mau beli, pengen beli, mau dong, pengen banget, beli dimana, beli di mana, harga berapa, berapa harganya,
    order dong`),
  ru: listed(`
    хочу такую, хочу такие, хочу такой, хочу такое, хочу эту, хочу это, хочу этот, хочу эти, хочу себе, тоже хочу,
    хочу купить, надо брать, куплю, где купить, где можно купить, сколько стоит,
    цена`),
  ar: listed(`كم السعر, بكم هذا, بكم هذه, بكم سعر, اريد, ابغى, وين القى, من وين, كيف اطلب, سعره`),
}

/** The same in scripts without spaces, and in Korean, whose words have endings: found anywhere. */
export const purchaseIntentionsUnspaced: ByLanguage = {
  ja: listed(`
    欲しい, ほしい, 買いたい, 買う, 買います, 買わなきゃ, どこで買え, いくらですか, 購入したい, ポチる, ポチり, ポチっ`),
  zh: listed(`
    想买, 想買, 想要, 哪里买, 哪裡買, 多少钱, 多少錢, 求链接, 下单, 下單`),
  ko: listed(`
    사고싶, 갖고싶, 얼마예요, 얼마에요, 얼마인가요, 어디서사, 어디제품, 구매할`),
  th: listed(`
    อยากได้, อยากซื้อ, ซื้อที่ไหน, ราคาเท่าไหร่, กี่บาท`),
}
