import type { Languages } from "@blockzoo/tasks/translation";

/** What stands for no piece of text. */
const special = { padding: "<padding>", unknown: "<unknown>", end: "<end>" };

/** Wordpieces of Spanish and English, learned of short sentences of Tatoeba: test/spanish-english.test.ts writes this file. */
export const spanishEnglish: Languages = {
  source: {
    tokenizer: "wordpieces",
    lowercase: true,
    tokens: listed(`
<padding> <unknown> <end> ▁ e a o s n r t i l . u d m c p b v h g q é y á ? ¿ ó í f j z ñ , ú x ! ¡ k 0 " 1 w
3 9 2 ü 5 - 8 7 6 : 4 ' « » $ qu es est ▁¿ ▁est ▁está en ▁p to tom ▁tom er un do de ▁de ▁h ch ▁qu ▁que te no
▁no co ▁co ▁m ▁un ▁es mp ▁con ▁f el ▁el ▁l ▁v ▁t ▁s os mos ▁ell ta ▁ha él ▁él ▁c ci di da ▁a ▁la ▁ca ía des
▁di ▁en ien ente ▁tien ▁ten mente ▁b ▁hab ás ón quí ▁aquí qué ▁al gu ▁com ▁ella ▁ellos ▁los ▁qué ▁qui ▁quier
▁su cu ▁mu ▁me ▁mi ▁ma ▁muy ▁más ▁se ▁so ▁much ▁tu ▁fu ▁teng ▁esta ▁esto ▁estoy ▁comp ▁alg ción ónde dónde ▁¡
▁y ▁te ▁n an in ▁in ▁to ▁todo ando ▁gu ▁gus ▁gusta ▁des on ▁cu ▁tengo ▁pu ▁pue ▁lo ▁ll ▁le re or ▁por ar as
ado ▁tr tr emp ti qui ▁tiene ▁yo ▁re ▁habl ▁una ▁tra ▁trab ▁estab ▁son ▁g cuá ▁traba ▁trabaj ▁hac ex ▁ex ▁vi
▁mar ▁mary dad ▁d ▁r ▁j ces eces ▁neces ▁necesi ▁li ▁lib ▁ah ▁ahor ▁soy ▁sol vi vor avor ▁favor ▁bien ▁fue
▁estaba én quién és iemp ▁cre ▁tomás ▁puede ▁puedo ▁o ▁i ▁algo mb ab ▁sab ▁deb ▁na ▁nada ▁nadi ▁toda ▁este
▁estu me le ble al ▁estudi ten iendo ▁ay ▁ayu ▁ayuda ▁bu ▁buen ▁nu ▁nun ▁nunc ▁par ▁para ▁puedes cuán ▁emp ▁pr
▁pro ▁pre ▁do ▁er ▁per ste ▁cas ▁tiemp iempre ▁siempre ▁libr ▁ju por ▁nunca mi mig ▁hi ▁he ▁proble ▁nadie mbre
uste ▁uste ▁ahora ▁hacer ▁imp ▁deber ▁debería cion ▁can pu ▁hay ▁todos ▁gr oy ▁hoy ▁voy ▁quiero ▁du ez ▁quer
▁algun ▁usted ▁nuest ▁problem ▁ir ce ▁lle pue ▁res ▁mañ ▁mañan ▁las ▁ch ▁e che ▁día ▁pa ▁pare ▁parece ▁pas ▁po
▁casa ▁tan tu tó tes gun ▁pregun ▁ver ▁verdad ▁ven ▁poco ▁pod con ▁tienes ▁eres ▁quién contr ▁encontr ▁fr
▁fran ▁franc ▁francés ▁sal almente ▁esp ▁esper ter ▁nue ▁nuev ▁tú ▁si ▁ser ▁sé ver ▁tiempo ▁mañana ▁necesito
▁necesita ▁vez ▁ayer ▁her ▁da ▁compr ▁nuestr tien ri ▁ni ▁niñ ▁man ▁era ▁amig ▁están tan ún tar ▁ocu
▁realmente ▁quería ▁hiz ▁hace iento guien ▁alguien ▁cono ▁empez ▁inter ▁hizo ▁lleg ▁llev ▁todav ▁todavía min
▁pad ▁ahí ▁mí ▁herm mo ómo cómo ca ▁solo ▁pel ▁gran ▁quiere ▁inten ve emos ▁tenemos cuál ▁padre ▁hor ▁otr ante
mas ▁demas ▁demasi ▁demasiado ma ▁mucho ▁fel ▁feli ▁feliz ▁estamos amos uel ▁ustedes ▁cor ▁libro vo ▁equi
quier eron der aron ido puedo puedes fi ión ▁tenía ría ▁podría ▁dej ▁dij ▁lla ▁llam ▁ya ▁hech cuch ▁escuch
tante ▁haber ▁hablar án ▁din ▁diner ▁dinero que ▁ab mbi ▁cambi mbién ▁ocup ▁sob ▁sobre ▁trabajo ▁eso lo ▁sen
▁men ▁extr tado cuándo ▁vuel ▁creo go ▁sabe ▁sabía puest ▁coche ven men endo ▁gan able ▁resp cuánto ▁car ▁ing
▁ingl ▁inglés cri ▁escri ▁escrib ▁sin ▁siento ▁conmig ño eb ▁beb den ermin ▁termin ▁ro ▁ap ▁pen ▁pens ▁pi ▁ho
▁hombre ▁ti ▁tar ▁tarde ▁segu ▁hij jor ▁mejor ▁impor gr ▁jug ▁prof ▁equivo ada dió ▁pregunta ▁estar ida ▁chi
▁ayudar ▁lu ▁lun du ▁lunes tando ▁apr ▁apren ciendo ▁haciendo ▁desp fici se tos ▁ve nos ▁mis ▁mismo estás
▁estado ▁dónde ▁és ▁ci ▁cer li is éis us ▁dos ol ▁vol ▁volver ▁va ll ▁mal ▁ocupado ▁hu ▁dis ▁discu ▁tres rió
▁hice verdad dí ▁conmigo ▁ac ▁acab ▁hecho ▁como ▁comida ro ▁perro fer ▁respuest ▁nuevo ▁cómo ▁queda ▁estás
▁cos iste ▁comer dido cuer cuerdo ▁us tamente ▁gra ▁graci ▁gracias ▁fuer ton oston ▁boston ▁an mento ▁dé ▁déj
▁llor mor ▁or ▁nin ▁ne ▁tienen can ▁encan cía ▁había ▁antes ños mbr ▁amigos tros otros sotros ▁nosotros
▁libros elo ▁cuida ▁has ▁dijo ▁profes ▁profesor ▁somos tienes ficiente ▁odi lor ▁interes ▁exp pido ápido
▁rápido ▁vis ▁respon ▁noche xi ▁suficiente ra aba ▁problema ▁ta ▁también uto ▁auto cto ▁visto cho ▁pe ▁pl
▁plan ▁murió ▁habi ▁habita ▁habitación tas ▁lis sión ▁maría ▁dor ▁dormi ▁cami ▁estaban ▁jun ▁juntos tiendo
ciones ▁interesante diendo ▁pag uncion ▁funcion ▁bus ▁camin ▁cab ▁condu ▁all ▁allí ▁ja ▁jap par ▁prepar cep
▁pensé té tin zón ▁ningun ▁ob ió ▁casi ir remos ▁hermos demos ▁podemos jo je jer ▁mujer ▁muer ▁puer ▁puerta
▁cier ▁japon ▁pron ▁pronto man ▁gustaría ▁hici ▁peque noche idad ▁sigu ▁herman ▁herma ▁hermano ▁mo ▁momento
▁deberías mar mer mili ▁poli ▁policía visión levisión ▁televisión azón ▁razón van ▁levan ▁err ▁error ▁sus tre
▁ide ▁grande tori ▁pon ▁cl si son ▁person pi pa eza ▁vamos ▁1 ▁cerca ▁mad ▁madre ▁expli ▁cuidado ▁enfer ▁ol
▁olvi ▁oí fí ▁difí ▁difíci ▁difícil for ▁deci ▁decir bol ▁hacerlo ▁visi ▁pri ▁primer ▁limp ▁queremos ▁fumar
▁corre cado ▁equivocado ▁veces tun miento ▁rob ▁años ▁ventan ▁otra ▁japonés ▁z ▁aprender ▁quedar ▁días stori
▁histori ▁fueron ▁fui ▁fin cen ▁importante astante ▁bastante ▁vive ▁vino ▁seguro úsi ▁músi ▁música ▁mon
▁estuvo cre ▁padr ▁caf ▁café ▁cal ▁pien ▁piens ▁frí po ▁amigo ▁parecía ▁pareces ▁jue ▁padres fe ▁tal ▁algún
▁perfe ▁hiciste úpido ▁estúpido cuel ▁escuel quel ▁escuela ▁podía ▁pueden ▁orden ▁japón señ ▁enseñ ▁vida ▁k
patos cia encia cin ▁cocin ▁gustan ▁cen ustr ustral ustrali ▁entr ▁ri io ario il ▁del la lla llos ▁frío ▁sos
añ ▁hora amili ▁famili ▁leche ▁encanta ▁nombre ▁hambre ▁nos entes ▁nuestro tí ▁llama ▁min ▁listo ▁hasta tro
tra pod podría dó dr ▁oj ▁as ▁cans ▁cansado ▁agu ▁agua ▁op ▁pap cup ocup ▁preocup pe ▁cin ▁invi ▁pes ▁pal
▁palab ▁juego ▁os ▁tren ▁vien ▁niños ▁pin verti ▁diverti ▁volvi ▁vivi ▁australi ▁aquel ▁llen ▁libre iente ja
cas cer car jar ▁estos ▁gente ▁prob pués ▁después ▁temp ▁tempra ▁temprano ▁romp aré ▁cul eloj ▁reloj ▁cinco
▁ning ▁ningún aste ▁clas ▁cosas dio ▁idio ▁llo ▁niño oso ▁pos ▁jo ▁joven ▁así ▁seman ▁historia ▁conse
▁decisión ▁cabeza ay ayun ▁desayun hay ▁vay ▁perdido ▁dije das ▁mun ▁mundo fortun tunidad ▁ba ▁bail ▁ga ▁gato
▁tus tón ▁gol ▁bol ▁golpe ▁venir ▁sí apatos ▁zapatos ul ▁resul
`),
    special,
  },
  target: {
    tokenizer: "wordpieces",
    lowercase: true,
    tokens: listed(`
<padding> <unknown> <begin> <end> ▁ e t o i a s n h r . l d m y u w g c p ' f k b v ? j , x ! q z 0 - " 1 3 2
9 : 5 8 6 7 4 $ ’ ou you th ▁you ve ▁th ▁w ng ing om tom ▁tom ▁the ▁h ▁wh ▁i ▁b ▁m ow ch sh gh ▁c ▁f ▁thi ▁g
▁this ▁tha ▁that ▁sh ▁wa ▁a ▁d ▁do ▁ha ▁have ▁he ▁ca ▁di ▁hi re ▁did ver very ▁p ▁s ▁t ▁to ▁l ll ▁is ▁go ▁li
▁lik ▁was ▁com ▁we ▁wi ed ▁with thing ght ▁j ▁like ▁can ▁him ▁his ▁lo ▁o ▁of ▁n ▁no or ▁for ▁wor ▁k ▁on nd
▁very ld ould ▁kn ▁know on ▁don ▁wan ▁want ▁u ▁re ▁e ▁every ▁ch ▁r ▁ou ▁ex ▁wha ▁what ok ▁look ▁will ▁my ▁ma
▁me ▁she er ther ▁be ▁ne ▁le ome ▁some ck ▁how ▁are ▁should ▁something qu ▁pl ▁qu ▁la ▁work ▁need ▁never ight
▁now ▁mar ▁mary ▁your ic pp ▁happ ▁not ▁up ▁home ay ▁they ar ri ak nk ▁think ▁mu ▁mo ▁bo ▁book ▁mi ▁rea ▁would
▁could ▁ju ought ▁v ▁y ly le ble ▁ye bou ▁abou ▁love ▁about ▁tr ion tion ish ▁mon day od ▁good bod body way ro
▁co ▁play ▁ple ▁plea ▁pleas ▁please rom ▁from ▁con ▁has ▁tak ▁bu ▁ba ▁back ▁much ▁st ▁it ▁in en in ain an ▁an
▁any ▁anything ▁didn ▁everything ter ▁happen ▁pro ▁jus ▁just ▁let ▁here ▁nothing ▁new ▁mus ▁who ▁why ▁read
▁reall ▁really id lk ▁mak ▁out ▁whe ▁where ▁ho ▁hu ▁hou ▁come ▁our ▁when ▁happy ▁right ▁proble ▁there ▁sp ▁spe
▁speak ▁us ▁und ▁under ▁un ▁today terday ▁had ▁fa ▁ea ▁ti ▁tim ▁time ▁wro ▁dri ▁drink ▁de ce ▁eat one ▁won
▁live ive ▁give ▁day red nch rench ▁french ad ▁mad ▁man ▁may ▁ta ▁talk ▁te ra ▁her ir ▁car ry row orrow ur
▁tomorrow ▁thank ▁tell ▁wrong ▁thought ▁fri ▁frie ▁friend ▁take own ▁down ood ▁ki ▁tw ▁tru ough ound ▁stu
▁stud fu ful ▁se ▁see ▁sa ▁so ▁su ▁said ▁say ▁stay ▁sto ▁stop ▁old ▁comp ▁tur ▁night ▁ge ▁get it ▁wait ff ▁off
▁over ent ▁been ▁ke ▁mone ▁money es ▁does ▁doesn ▁made ▁must ▁problem ▁exp ▁saw ▁were ▁call ▁cl ▁wri ▁ro ▁room
▁ru ▁lu ▁lunch ▁tired ▁walk ▁going lway ▁alway ▁always st ▁underst ct ▁understa ▁understand sterday ▁yesterday
▁turn ▁tea ▁teach ave ▁leave ▁more ▁everyone ▁bought ▁all ▁hur lf elf self al at lp ▁help ol ngry mb mber am
▁nam ▁jo ▁job ▁clo ▁marri ▁plan ▁rain gain ▁again ▁sw ▁two ▁show ▁br ▁har ▁hard ation ous ▁star ▁than ▁hand
▁op ▁open ▁diff ▁father ▁many ▁try ool chool ▁school ▁en ▁eng ▁engl ▁english ▁long ▁everybody ▁nobody ▁sti
▁still ang ▁chang all ice ge ▁bost ▁boston ▁last ▁sm nday ▁monday ▁gave ▁fi ▁fin ▁finish ▁fe ▁fee ▁feel li ▁al
▁alone il ▁si ▁beli ▁belie ▁believe ect ▁lear ▁learn ▁lef ard ▁brok ▁smok ▁start ▁pay ild ▁child ▁cold ▁coff
▁enough ▁make ▁by ▁cook ▁ja ally ▁study ▁student ▁mother rother ▁brother ▁whi ▁one ance ▁enj ▁lost ▁gu hone se
▁house ▁kee ▁keep ▁jap ▁japan estion ▁question ▁only ▁pa ▁name ▁left ▁find ▁married ▁sho ious iful tiful
utiful autiful ▁beautiful ved ▁fu ▁vi ▁sur ▁rem mp ught ul ▁bl ▁someone ▁and and able ▁well ▁gir ▁teacher ▁got
nt ▁went ount ▁writ ▁min ▁fun ember ▁remember ▁list ▁listen ▁light ▁ar ▁or ▁other ▁app ▁away ▁thre ▁three
▁anyone ▁hungry ▁which tch ▁watch ▁water ig ▁big ▁own ▁1 ▁tri ▁arri ▁arrived ▁music gether ▁pre ▁pu ru read
▁alread ▁already ▁nice ▁swi ▁swim ▁cam ▁came ▁am ▁seem ▁bad ▁quit ▁qui ▁hat ▁train ▁around ▁nex ▁fl ▁food ▁fo
▁found ▁ear ▁par ▁year ▁dog ult ▁sle ▁slee ▁sleep ▁happened ▁girl ▁count ▁hop ▁hope ▁per ▁po ▁pol ▁police
▁prom ▁too ▁enjo ▁gre ▁great ▁gl ▁enjoy ▁boy ▁both ▁bus ▁busy ▁trave ence ▁ten ▁milk ▁coffe ▁early ▁ever ▁run
▁together fe ▁life ▁angry ▁hid ▁mist ▁mistak ▁coffee ate ian ▁war ▁jok ▁pain ▁childre ▁children reak ▁break
▁win ▁wish ▁wind ▁wife ▁luck ▁window age ▁lot ▁dang ose ▁those ▁thing ▁kne ▁knew wer swer ▁answer ▁fish ▁drive
▁kill ▁kind ▁diffic ▁difficult ▁cry ▁breakf ▁breakfa ▁breakfast ving ▁fav ▁favor ▁favorit ▁favorite ▁way ▁wash
▁buy sk ▁ask ▁at ▁danger ure ▁gra op ople eople ▁people ▁cle ▁cu vi ▁movi ▁ri ▁ra iz ▁fir ▁first ▁small ▁hate
ream ▁dream ore fore ▁before ▁af ▁after ▁afra ▁afraid ▁care rent ▁parent ame ▁yourself ▁soon ▁mis ▁hour
▁japanes gg ▁kid cid adian ▁canadian ▁these ▁close ▁stand cce ▁decid ▁seen rang ▁strang ▁miss ▁mind end ide
other ▁another ▁girlf ▁sc ▁sound ▁quick ▁might ▁eve ▁even ▁isn ctor ▁doctor ▁travel cu ▁japanese ▁thir ▁tv
pped ▁surp ▁surpri ▁coming ▁rich ▁stopped ond ▁wond ▁wonder lain lo ugh ▁laugh our ▁explain ist rest erest
terest ▁interest ▁truth ▁true ▁trust runk ▁drunk ▁sec tter ▁better ▁beg ▁begin ▁letter ▁sk ▁sit ke ible ▁forge
▁forget ▁expect ▁ready ▁hurt ▁hurry ▁wom ▁woman ▁heard ▁ran ▁alm ▁almo ▁almost ot ▁yet ▁lit ▁litt ▁little ort
ant ▁clean ▁stor orry ▁sorry mport mportant ▁story ▁next ▁put ▁mor ▁morn ▁morning ▁hor ▁door ▁phone ▁full
▁himself ▁myself sion ▁sick ▁succe ment ction ▁anybody ▁somebody ▁pr ▁finished ▁caught ▁mine ▁minu ust ustra
ustrali ustralia ually ▁matter ▁stup ▁stupid ccep ▁hone ag ▁che ▁cho ▁complain ▁promi ▁" ▁hair ▁having cident
riend ▁girlfriend ▁country ▁fam ▁fami ▁family ▁fast more ▁anymore ▁flow ▁flower ▁ad ▁adv ▁advice ▁australia
▁cla ▁sing ▁safe ered ▁gla ap ▁quickly ▁write ▁shoes ▁lang ▁langu ▁lat ▁late ▁law ▁language ▁secre ▁pla ▁place
raz ▁craz ▁crazy ▁fel ▁later ▁eas ▁easy ty ▁minut son ▁person ▁perf ▁perfect ▁friends ▁table ci ▁dra ▁ok ork
work ▁homework ▁felt ▁hold ▁took ated ▁languag ▁bab ▁spok ▁apple ▁each ▁baby ▁tele got ▁forgot ▁drank ▁tou
▁touch ▁withou ▁without oud ▁proud ▁ord ▁word llow ▁follow ject come ▁pic ▁rule ▁supp ity ary ▁key ten ▁often
tention ▁secret ▁comple ▁couldn ▁pri air ▁pret ▁pretty ▁party ▁park ccident ▁glad ▁ter ▁terri ▁terrible ouble
▁trouble ▁began ared ▁choice ines ▁busines ▁kep phone ▁telephone ▁cont ▁ob ies ball ▁told
`),
    special: { ...special, begin: "<begin>" },
  },
  longest: 31,
};

function listed(pieces: string): readonly string[] {
  return pieces.trim().split(/\s+/);
}
