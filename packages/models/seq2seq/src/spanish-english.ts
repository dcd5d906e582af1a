import type { Languages } from "@blockzoo/tasks/translation";

/** What stands for no piece of text. */
const special = { padding: "<padding>", unknown: "<unknown>", end: "<end>" };

/** Wordpieces of Spanish and English, learned of short sentences of Tatoeba: test/spanish-english.test.ts writes this file. */
export const spanishEnglish: Languages = {
  source: {
    tokenizer: "wordpieces",
    tokens: listed(`
<padding> <unknown> <end> ▁ e a o s r n i t l u . d m c p b v g h T q E á ó é í y ? ¿ f j N M z L P S C A Q É
ñ D H , ú Y V x ! ¡ B F U O R k J 0 I G " 1 3 w K 2 9 5 ü 8 : - 6 7 4 Á « » ' W Z Ó $ Ú qu To Tom st ▁¿ ▁Tom
▁E nt stá ▁p ▁qu No Qu ▁que do de ▁de ▁No ▁h ch Él ▁M di da ▁Est ▁El est un en ▁un está ▁está ▁est ▁t ▁c ▁co
ci ▁L ▁con ▁m mp ▁S ▁f ent er es ▁es ▁Él ▁v gu os mos ▁s ▁l ▁Es as ▁Ell ás ▁T ▁ha ▁A el ▁el gust ón ▁n ▁no an
on in ▁hab Qué ▁qué ▁qui ment ▁en ien ▁a ar ▁P ▁di ▁D ▁H ▁Y ▁b ab ▁la ía quí ▁gust ▁N ▁com ▁al ando ado ▁Ella
▁aquí ción ▁Mar ▁Mary ▁quier ▁tien aba ▁C ▁su ▁mu ▁muy ▁much ▁más oy ▁Estoy or ▁por Qui go ▁V engo ▁algo mente
▁se ▁comp ▁par br ▁pr ▁pu ▁sab abaj rabaj ▁trabaj ▁estaba ▁hac ▁Me ▁¡ ▁Tengo ▁una dad ▁r ▁To ▁mi ▁me ▁pue
▁puede ónde Dónde ▁Está emp ▁puedo ▁hacer ▁Ellos ▁fu cu Cu Cuá ▁habl ▁Yo ▁bien Está dos ▁y ▁in ▁d ▁g dr ▁tiene
Por ▁re iendo ▁tu hor iemp uest ▁per ▁Tomás és én Quién Quier mbr ex ▁ex ▁los ▁Mi vor avor ▁favor vi ▁tengo
▁vi ces eces ecesi ecesit ste ▁para ▁Necesit ▁necesit ▁B ▁cont ant al ▁ll ▁lo ▁le ▁las ▁li ▁libr ada ▁nada
▁cas ▁cu ▁bu ▁buen ▁ay ▁ayu ▁ayuda ▁Quier ▁F ▁tiemp ▁ver ▁son amos emos ▁Todos ▁pro ▁pre ▁pregu ▁pregunt ▁j
▁ju ▁De ▁Deb Pu ▁i ▁int ▁imp ▁ir ▁quién ▁La cion ▁U hora añ añan ▁mañan ay ▁casa ▁gusta Pue ías Có Cóm ▁hay
sted ▁fue am ▁cam ▁llam ▁tiempo ido ▁hi ▁estoy ▁res ▁dónde ▁du ▁Quiero ▁prob gun iempr ▁R ▁O almente ún iempre
▁verdad ▁resp ▁gr ▁fr ▁fran ▁franc ▁francés ic unc unca ▁Nunca ▁nunca qui igo migo ▁pas ver ▁algun ación ▁Los
▁Hay ▁Tien per ▁esper ▁Esper ▁mañana ños ▁gran ▁Por ▁hablar ▁Un ▁Soy usted ▁usted ▁é ▁él ▁compr ▁emp ▁Su ▁sal
▁si ▁so ▁sol ▁sobr ▁ser ▁siempre ▁probl Tien guien ▁hiz ez ▁vez ▁J Cómo ▁o ▁ocu ▁ent ▁dos ▁do ▁to ▁todo ▁todos
▁toda ▁ten ▁tr ▁te ante ente ▁lle mbre ▁er uestr ▁nuestr ▁proble ▁problem erm ▁herm ▁herman ermin ▁termin ▁tan
▁Fu ▁estu ▁estudi ▁nos adr ▁padr ió ▁sent ▁lleg ▁llev ▁dij ▁día ▁días ▁están ▁fuer amente ▁din ▁diner ▁dinero
Puedo Puede ▁ch ▁des ▁mis ▁María che ▁mucho ▁hizo Cuánt ▁tom ▁G ▁I ndo Cuándo Cuál ión ▁haber ▁po ▁pel ▁poc
▁poco ▁fel ▁feli ▁feliz ▁ahora ▁Ahora ▁ni ▁niñ ▁nu ▁nue ▁nuev ▁niños endo ▁coche ▁noche ▁mal ▁empez ▁hor ▁deb
▁deber ▁cor dió ▁madr ▁En ▁hoy ▁he ▁hech cuch ▁tel der ▁ing ▁ingl ▁inglés ▁man ▁mí ▁ocup ▁Voy ▁soy ▁lun abl bi
it ▁habit ▁habitación tr ▁otr ▁extr te to ta ti tros ig idad mig ▁amig is ens ▁ven ▁Ten ▁Tenemos ▁Er ▁pare
▁parec ▁Te re ▁Cre ▁cre me ▁Creo ▁mism ▁sobre bién ambién uel ▁contigo ▁era otros ▁nosotros ▁libro des ▁cambi
du ▁mej ▁mejor ▁hij ▁Eres ▁prof ▁Hoy ▁escuch ▁Deber ▁Deberías ▁Pens ▁Pensé ▁viv ▁Ya ida ▁amigos ir im dar ▁pi
▁ayudar ▁pens ▁prim ▁chic que ▁años ▁trabajo ▁dur ▁Toda ▁Todo ib fi fici ciendo ▁haciendo uto ▁auto ▁intent
▁inter ▁can ▁gan ▁cal ▁Siempre ▁ayer éis ▁car aron ▁debería ▁lunes ▁segu ▁Tu ▁Tú ▁impor eron ender dí hí ▁tar
▁tarde ▁ti ▁temp ▁tú ▁Le le ible ▁e ▁equi ▁as ▁Qu ▁hace ▁Se Te ▁Lo ▁Sé ▁sabe ce ▁padre ame se ▁quiere ▁quiero
▁parece able ▁Este ▁gu ▁Qui ▁an ▁jug ▁voy mas masi masiado ▁demasiado ▁Las ▁camin ▁list ▁desp ▁conmigo ▁lu ▁Pu
▁Pue sión Es ▁sé ▁sin erta ▁puerta iste ▁vuel ▁extrañ ▁Todav ▁Todavía ferm ▁enferm ▁dif ▁difí ▁difíci ▁dis
▁discu ▁cos gr ▁comida ▁como co cont contr ▁encontr ▁esc ▁escr ▁escrib gún ▁ac ▁ap ▁ahí stedes ▁difícil ▁este
quier ▁profes ▁profesor ▁respuest ▁Re ▁madre ve vo ▁equivo Me ▁bus ▁ide ▁sient dido dría ▁también ▁Dej
▁Estamos ciones ▁ocupado ▁tenía ▁vist die adie ▁Nadie ▁nadie De ston oston ▁Boston aj ▁dej den verdad ▁apr
enci ▁sus il amil ▁famil ▁famili ill ient ▁estar ▁esta ▁esto ▁estado ▁estab Sab demos ▁comer cuer cuerdo
tamente tos ▁perr ▁perro ▁pers ▁person ▁carta Tienes ▁tres ▁interes ▁Tienes ▁cuida ▁vida ▁Necesito ▁aprender
Puedes ▁Habl ▁tienes ficiente ▁suficiente ▁gente str ▁hist ▁histor ▁histori ▁sabía ▁estás ados us Estás ▁us
▁Nuestr ▁deci ▁decir ▁segur ▁podría ▁hecho ▁puedes señ ño ▁Aquí ▁Ay ▁Par án lo ▁hacerlo lic lver olver ▁volver
▁realmente ▁dijo ▁pelig ▁tele ▁televi ▁televisión ▁telé ▁teléf ▁teléfon ▁cer ▁ci az azón tu cin ▁cocin ica ico
▁cans iens ús úsica ▁solo jer ▁mujer ▁nuevo eb ▁beb ▁alguien lguien ▁ell ▁ella lvi ▁olvi ▁É ▁He ▁había ▁razón
▁ro ▁cant cuel ▁escuel ▁junt ▁pront ▁respon ▁padres ▁música ▁amigo ▁da ▁dar ▁rel ▁escuela erto ▁problema
▁podemos ▁quedar ▁del ▁mismo ▁polic ▁pod dó ▁enseñ ▁abr ▁ab ▁dor ▁dorm ▁dormir dent ▁grande ▁nombre ▁1
▁policía ▁Estaba ▁Esta ▁Esto ap ▁import ▁nin ▁ningún ▁ningun ▁men ▁mo ▁moment ist ▁ellos ▁libros ▁Ayer vant
▁levant ▁primer ▁hici ▁hice ▁hora aste ▁vivi ▁Con ▁Co ▁Comp ▁Debería ▁ho ▁hombre ▁pronto ▁veces ▁vin ▁ob ▁Eso
aré undo ▁mundo uncion ▁funcion ▁Lle ▁cole ▁hu ▁has ▁her ▁equivoc ▁hermos ▁condu ▁ne ▁gustan ▁gustar ▁gustaría
ría ▁quería ▁podía mb ▁pl ▁plan ▁pe ▁peque ll ▁all ▁allí ▁pa ▁piens ▁pag ▁cl cul ol bol ▁todav ▁todavía ven
▁ga ▁gato cto eza ▁tra man ▁seman ▁or ▁z ▁zap ▁jap ▁japon ▁Jap ▁Japón ▁rá ▁ráp ▁rápido ▁Puedes diendo ▁estaban
▁interesante ▁diez arme Est stante ▁importante ▁op ▁oí cep cup ocup ▁preocup ▁medi ▁rob ▁invi ▁corre Hay ayun
▁desayun das ▁Nos ▁Nosotros ▁tus ▁visto ▁prop ▁viaj ▁limp drías ▁fum ▁cosas encia ▁escrit ▁clas ieron iz io
ario cho ▁vino ▁peligr ▁llor ▁Di ícul ▁películ quel ▁Alguien ▁durante ís sit ▁visit dente ▁Puede ▁Puedo
▁tienen Has rió ▁murió ra ▁Gra ▁Graci ▁Gracias ▁hast ▁hasta ▁may ▁mayor ▁estuvo cant ▁encant ▁busc ▁saber ▁toc
▁casi ici si ▁Quisi ▁baj ▁otra ▁japonés ▁eres ▁err ▁error ▁Fue ▁sigu ▁deberías ▁cerc llos ▁hambre ▁" ▁cansado
▁equip ▁quieres ▁estamos Quieres ▁exp ▁explic ▁país ▁problemas ▁tren ▁escon ▁Fui ort ortun ter tó mor lor
▁dolor ▁flor ▁sor ▁sorp ▁sorpr lp ▁culp ul ▁resul ▁orden tor ctor ▁bol ▁venir ▁Pre ▁ve ▁va ▁vuestr ▁vien ▁vent
▁ventan ▁vol ▁conse ▁juntos ▁frí ▁teléfono ▁favorit ▁pal ▁palab ▁Sab ▁So ▁Solo ▁cab ▁cabeza ▁Somos ▁ciu
▁ciudad ▁Realmente ▁go ▁golp ▁disculp ▁entender ▁esp ▁eso ▁rep ▁Usted ▁pasado ▁Son ▁Si ▁Vi ▁doctor cidente
▁accidente ▁ca ▁caf ▁café ▁entre ▁entr diens ▁tenemos ▁pes ▁pap ▁cuando ▁Mañan ▁Mu ▁Much ▁diver ▁agu ▁agua
astante ▁bastante ▁historia ▁escri ▁escribi ▁tant ▁todas ▁algún ▁menos ece ▁Parece ▁apren ▁intel ▁intelig ▁vay
tar ▁K ▁hiciste ▁ú ▁Estás ▁Dé ▁Déj ▁Déjame ▁consej ▁yo ▁canción cción ▁Dame ▁Des ▁acuerdo alquier ▁cualquier
▁oportun ▁semana ▁siento ▁coleg ▁colegio ▁decisión ten tado ▁dice ▁niño iento mo ómo ▁cómo ma mit ▁prep
▁prepar ▁tenis Sabes ▁úl ▁últi ▁oj ▁palabra
`),
    special,
  },
  target: {
    tokenizer: "wordpieces",
    tokens: listed(`
<padding> <unknown> <begin> <end> ▁ e o t a s i n r h . l d m u y w g c I p T ' f k b v ? W H S Y M D , A C x
j L P E F q B N ! G z J O 0 K - " R V 1 3 2 U : 9 5 8 6 4 7 Q $ ’ Z é ou ▁I ▁T you ve ng ing ▁you th om ▁Tom
▁Th You ▁th ▁w is ▁W ▁H ow ▁b ▁the ▁Wh ▁h Sh ch gh ▁wa ▁ha ▁have in on an ▁m ▁You ll ▁He ▁The ▁M re ver very
▁f ▁D ▁c ▁g ▁go now know ▁wh She ▁was ▁wan ▁want to ▁to of ▁of ght ▁She ▁is ▁this ▁This or ▁for thing ▁We ▁a
▁s ▁sh ▁d ▁do ▁p ▁l ▁in ▁know ▁li ▁lik ▁lo ▁A ▁C ▁n en ▁no ▁like ed er ar ▁Mar ▁Mary at ▁that ▁What ▁That ther
ay ▁be ▁ne ome ▁can ▁an ▁wi ▁with ▁will ▁wor id ▁did im ▁him ic ▁don ▁he ▁his ish it ▁it ight ld ould ▁S ▁Do
▁How ▁L ▁what ▁your ok ▁look ak ▁j ▁me ▁my ▁not ▁Don ▁we ▁P ▁should ▁t ▁on ▁very ▁E ▁some qu un us ▁something
▁They ▁work ink ▁think ck ▁didn ▁need ought ▁F le ble ▁never ion ▁any ▁Can ▁tim ▁Ple pp ▁happ ▁B ▁her ▁N ly
▁My ain out bout ▁about ▁out ▁re ▁G ▁here ▁rea ri ook ▁book ake ▁anything ▁time ▁jus ▁Did ▁k ro ▁ch ▁e ▁ex
▁every ▁Every ▁un ▁now ▁us ▁r ▁qu ▁tr ir ur ▁Plea am day ▁are ▁J ▁le ▁come ▁home ▁has rom ▁from ▁com ▁eat way
one up ▁up ▁o ▁and ▁O ▁Pleas ack al ad od ▁good bod body ▁back alk ▁talk room ▁mus ter ▁new ave ive ▁love
▁live ▁la all ill ▁Have ▁Please ent end riend ▁friend ▁happen ind ▁had and ▁just ▁right ▁Are ▁would ry oun
ound ▁hou ▁und ▁under ▁read ▁reall ▁really ▁Le ▁Let ▁hel ▁help ation if ▁were ▁old ▁could ▁pro ▁pl ▁play ▁fa
▁proble ▁v ▁room ▁y ▁ye ▁Why ▁thought ce ame ▁sto ▁night ▁st ▁still ▁sp ▁going ▁happy row orrow omorrow
▁tomorrow ▁con ▁won ▁went own ▁spe ▁speak red ough our ▁than ▁Eng ick ▁Fre ▁Fren ▁French ▁No ▁mo ▁man ▁mad
▁car ▁over ▁ho ▁Who ▁Engl ▁English ▁everything il ol ul ▁al ▁alway ▁all terday ▁problem ▁nothing ▁comp ▁leave
▁long ang ▁down ▁day ▁exp lf ▁been ▁stu ▁stud as aid ag ig gain ▁again es ▁does ▁doesn ▁se ▁see rong ▁wrong
▁Whe ▁Where ▁When ▁There ▁more ▁Some ▁mone ▁money ous ▁name rink ▁drink ▁always uch ▁much ach ap ▁Jap ▁Japan
able ▁make ▁take ▁te ▁teach ▁tell ▁well elf self ▁mis ▁today ▁His ▁made ▁hear ▁plan ild ▁child ▁wait ▁bus ▁tw
▁our ▁lat ▁must ▁said ▁so ▁say ▁stay ▁May ool chool ▁school ▁father ▁cl ▁call ▁rain urn ▁two ▁chang ▁bought
▁su ice ▁Bo ▁jo ▁job mb mber ▁im ▁K ▁off ▁R ▁Ch ▁Come ngry ▁ge ▁get ood ried ▁alone ▁op ▁bu ▁bo ▁tru ▁de aw
▁saw rive leas ▁pleas ▁how ▁hur ▁en iful ful ▁open ▁imp ▁mother ▁by ▁star ▁year ▁Would are rother ▁brother
▁other fe offe ▁enough ▁co ▁cold ▁came ▁care sterday ▁yesterday ▁clo ▁many ▁turn ▁coffe tion estion ▁question
▁dis ide ance ▁hous ▁house ▁give ▁please ep leep ▁sleep ple ople eople ▁people onday ▁Monday ▁unders ▁hop ▁TV
▁study ▁student ▁Nobody ally ▁Bos ▁Bost ▁Boston ▁dog ge ank ▁Thank ▁gave ▁thre ▁three ▁lef ▁Could ▁br ▁har
▁hard ▁brok ▁underst ▁understand ▁dif ught aught ▁nex ▁min ▁han ▁hand el eel ▁feel ite ▁one eep ▁keep ▁Keep
▁fav ▁favor ▁favorite ▁sw ▁swim ▁lear ▁learn ▁teacher ▁kill ▁sm ▁kn ▁di ious ired ▁tired li ▁beli ▁belie
▁believe ven arried ▁married ut utiful autiful ▁beautiful ▁bl ▁big ▁busy ▁run ▁minut ▁Give ▁smok ▁hour ▁left
▁Sh ▁only ign ▁even ▁gir ▁gu ▁girl tor ▁or ▁ro gether ▁life ▁show ▁boy ▁start ▁let ▁letter ▁rem ence ▁ear
▁cook ▁without ▁hope ▁ever ▁away ian iz ▁may ▁light ▁Will ▁kind ▁try ▁train ▁seem ▁own ather ▁lis ▁there
▁Everyone inish ▁finish ▁music ▁late ving ▁las ▁last ct ust ▁Just ath ab ▁got hone ▁sho ▁she ect ew ▁knew
ember ▁remember ount ▁water fter ▁after icul ficul ▁difficul ▁stop ▁wish ▁win ▁wind ▁wr ▁find ▁window ▁if ▁ide
▁1 ▁ri ▁happened age ▁enj ctor ▁doctor raid fraid ▁thing ▁Look ▁wom ▁list ▁listen ▁dec ace ▁place ▁pre
▁Everybody ▁wife ▁diffe ▁gl ▁gr ure ▁gre ▁great ate ore fore ▁before other ▁another ▁alre ▁alread ▁already
▁childre ▁children ▁buy ▁coffee ▁bad reak ▁break ▁idea ▁truth ▁true ▁vis ▁visit ▁early ▁count ark ▁heard ident
▁hu ▁hungry ▁app ▁isn cce ▁into ris ▁ar ▁arrive ▁around ▁drive ▁who ▁whe ▁where ▁when ▁afraid ▁pay cc ccident
▁fl ▁wal ▁walk ▁fam ream ▁dream ▁cat ually ▁lun ▁lunch az ▁together ▁found ▁food ▁fun orn ▁morn ▁morning ▁soon
▁eas ass ▁glass ▁class ▁los ▁lot ▁breakf ▁breakfas ▁Take ▁expect ▁seen ▁ten ▁nice ▁sur romis ▁po ▁too ▁couldn
▁mine act fect wer swer ▁answer ▁anyone ister ▁sister ▁angry ▁bab ▁lost ▁story ▁mov ▁movi ▁Everything ▁girlf
▁girlfriend ▁sec upid ▁stupid ▁des ▁writ ▁write ▁" ▁surp ▁surpris ▁hat ▁snow ard ▁pol ▁police ▁Whi ▁Which ible
▁way ▁decid ▁Canad ▁Canadian ▁door ort ▁import 30 ▁succe ▁fami ▁family ▁pass ▁U ▁small ▁trust ▁beg ▁begin ▁str
▁strang ▁enjo ▁yourself ▁himself ▁myself ▁Our ▁woman ▁lang ▁langu ong ▁am ▁Aust ▁Austr ▁Austral ▁dr ▁pain lain
▁Sto ▁Stop ▁enjoy ▁dang ▁danger ▁Australi ▁Australia igh ugh ▁laugh ▁law ix ▁pr ▁per ▁promis ▁war ▁wat ▁watch
▁Your ▁perfect aren ▁paren ▁put ▁trave ▁travel ▁arrived ▁cr ▁phone ▁next ▁OK ▁rich ▁Leave ▁explain ▁told ell
▁Tell ▁both ▁mind gg go os ose mos ▁almos sk ▁ask ▁at ▁It ▁lit ▁litt ▁little ▁almost ile ▁cle ▁asked ▁yet
▁friends ▁Chris aking ▁quite ▁Japanes ▁Japanese ▁tried ▁ru ▁table ▁craz ▁flow ▁country orry ▁cry ▁sorry ▁hate
▁strong ▁stand ▁2 ▁Y ▁hair ▁having ▁easy ▁hurt ▁complain app ▁jok ▁importan ▁clean ▁flower der ▁wonder dv ▁adv
▁advice ▁song ▁along ▁quick ▁par ▁part air come ▁game ▁gone ▁parent ▁fish ▁fir ▁firs ▁first ▁those ▁Those
▁took ork work ▁homework ▁coming ▁difficult ision ist ity ▁kep ▁while ▁later ment ▁baby ▁disapp ▁Does
▁language ▁tele ▁word ine ▁decision ▁el ▁but ▁build ccep ▁differe ▁differen ▁secre ▁finished ies ouble
▁trouble uck ▁luck ull ▁full oud ▁proud ouch ▁touch ▁supp ▁stopp ▁decided no ▁ready ▁res ▁els ▁else ▁Someone
▁shoes ject ▁sc ▁pers ▁person ▁parents ared ered ▁usually ▁pic ▁pict ▁picture et ▁Get ▁meet ▁breakfast umb
▁sound ▁sick ▁same ▁apple ▁river ▁died ail ▁Put ▁box ax ▁kid ▁afterno gre ▁tenn ▁tennis ▁kis ▁afternoon
▁careful ▁rule cle ▁thir ▁spok ▁order ▁Go tter ▁better ▁drun ▁drunk ines ▁hurry ▁sk ▁party ▁fel ▁felt vision
▁television ▁forgo ▁park ff ond ved onight ▁tonight ▁secret 00 ▁years ▁ob ilk ▁milk ek ▁week ▁might um umber
▁number ▁black ▁smell ▁drank ire ▁fire ▁Nothing ise more ▁anymore ▁fore ▁anybody ▁end ary ▁ran ated ▁dangerous
▁minutes ▁young fus ush cus arge ▁forge ▁forget ▁comple ention ▁worried ▁world ▁Something ▁grand ▁che ▁hid
▁fell ▁fo ▁foll ▁follow ▁cho ▁vo ▁quickly ▁crazy ▁accident rible ▁All og olog ▁wall ▁forgot ▁tall ▁sure
▁glasses ▁Now ▁caught rough ▁through inn ▁dinn ▁dinner afe ▁safe ▁glad aper ▁each ▁daught ▁daughter ▁clos
▁cloth ▁mist ▁mistake ▁miss ▁cake ▁short ▁why ▁white ▁wear
`),
    special: { ...special, begin: "<begin>" },
  },
  longest: 31,
};

function listed(pieces: string): readonly string[] {
  return pieces.trim().split(/\s+/);
}
