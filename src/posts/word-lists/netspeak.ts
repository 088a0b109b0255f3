/**
 * English netspeak: abbreviations, respellings and interjections that people type and do not say. A list of our own.
 * LIWC's category "netspeak" has about 200 entries, emoticons among them; ours has words only, as a share of words can't
 * hold what is no word, and emojis have a column of their own. A change is a new version of `netspeak`.
 */
export const netspeakVersion = 2

export const netspeak: ReadonlySet<string> = new Set(
  `lol lols lolz lmao lmfao lmaoo rofl roflmao haha hahaha hahahaha hehe hehehe hihi xd
  omg omfg omgg wtf wth ffs smh smdh tbh tbf imo imho idk idc idgaf ikr ik iykyk fyi fwiw ily ilysm ilyy ilu
  btw bts brb brt bbl ttyl ttys gtg g2g afk irl jk jks ofc obv obvs obvi prob probs probly deffo def defs defo
  thx tx thnx thks tnx tysm ty tyvm yw np nvm nbd pls plz plss plzz plis
  u ur urs r y n k kk b c cuz coz cos bc b4 2day 2moro 2morrow tmrw tmr tmw tonite 2nite l8r gr8 m8 h8 w8 str8 4ever 4eva
  4u luv luvv lurve wanna gonna gotta gimme lemme dunno kinda sorta outta lotta tryna finna imma ima wassup sup
  sis bro bruh brah bruv fam bestie bff bffs bae bb bby
  yolo fomo jomo goat goated tbt fbf fbt ftw ftl mcm wcw wce ootd ootn potd motd sotd lotd selfie selfies nofilter
  fyp lit lowkey highkey deadass sus slay yass yas yaas yaass yassss yeet stan stans vibin vibes vibez
  aww awww awwww ugh meh eww ew yay yayy yayyy woohoo woot woop whoop yup yep yepp nope nah nahh naw yeahh yea yaa
  dm dms dmed rt rts mt oc op pfp dp acc insta ig fb yt tw snap snapchat
  gm gn gnight gmorning gday hbd hbday bday bdays congrats congratz grats cya cu xo xoxo xx xxx
  abt amirite asap asf af bf gf gfs bfs ppl pplz peeps ngl nsfw rly srsly rlly tho thru thot
  tmi tldr wby wbu hbu hmu wya wyd hru wru lmk nm nmu ldr istg iirc icymi icydk idek til tfw mfw mrw ama
  noob newb pwned leet pog poggers cringe simp nocap rizz ick delulu demure brat skibidi gyat bussin drip
  dayum damnn sooo soooo sooooo omggg plsss yesss yessss nooo noooo hiii heyy heyyy loool`.split(/\s+/),
)
