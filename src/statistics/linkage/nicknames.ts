/** Forenames that one person may go by: each line is one family of names, the fullest form first. Written for this engine. */
const FAMILIES = `
abigail abbie abby gail
abraham abe bram
albert al bert bertie
alexander alex alec alexandre sandy xander aleks sasha
alexandra alex sandra alexa lexi sasha
alfred alf alfie fred
alison ali allison alyson
amanda mandy
andrew andy drew andre andreas andrzej
angela angie
ann anne anna annie nan nancy hannah annette
anthony tony antony ant antonio anton
antonia toni
arthur art artie
barbara barb babs barbie
barnaby barney
bartholomew bart
beatrice bea trixie beattie
benjamin ben benny benji
bernard bernie
bridget biddy bridie
caroline carol carrie carolyn caz
catherine cath cathy kate katie katherine kathryn kathy kitty katy kat cathryn katharine kay
cecilia cissie cecily
charles charlie chas chuck charley carl
charlotte charlie lottie lotte char
christina chris tina chrissie christine christie
christopher chris kit topher kris
clifford cliff
constance connie
cornelius con neil
cynthia cindy
daniel dan danny dani
danielle dani
david dave davey davie dai
deborah deb debbie debra
dennis denis den
derek del derrick
diana di diane
donald don donnie
dorothy dot dottie dora dolly
douglas doug dougie
edmund ed eddie ned ted
edward ed eddie ned ted teddy eddy edwin
eleanor ellie nell nellie elinor nora
elizabeth liz lizzie beth betty bess eliza elsie libby lisa betsy elisabeth elspeth lizzy bessie
emily em emmie millie
emma em emmie
ernest ernie
eugene gene
evelyn eve evie
florence flo florrie flossie
frances fran frankie fanny francesca
francis frank fran frankie franklin
frederick fred freddie freddy fredrick
gabriel gabe
gareth gary gaz
gary gaz garry
geoffrey geoff jeff jeffrey
george georgie jorge
georgina georgie gina
gerald gerry jerry
gerard gerry ged
gillian gill jill jillian
gladys glad
gordon gord
graham gray graeme
gregory greg
gwendoline gwen
harold harry hal
harriet hattie harrie
helen nell ellen helena nellie
henry harry hal hank
herbert herb bert bertie
horace horatio
hugh hughie huw hugo
ian iain
irene rene
isaac ike
isabella bella isabel izzy isobel isabelle ella
jacob jake jack
jacqueline jackie jacqui
james jim jimmy jamie jem jas
jane janey jenny janet jean
janet jan
jasmine jas yasmin
jennifer jen jenny jenni
jeremy jerry jez
jessica jess jessie
joan joanie
joanna jo joanne
john jack johnny jon johnnie ian sean
jonathan jon jonny johnny nathan
joseph joe joey jos
josephine jo josie
joshua josh
judith judy jude
julia julie jules
karen kaz
kenneth ken kenny
kevin kev
kimberley kim kimberly
lawrence larry laurie laurence lawrie
leonard len lenny leo
leslie les lesley
lewis lew louis lou
lillian lily lil lilian
louise lou
lucy lucinda lucie
lydia lyd
madeleine maddie maddy madeline
malcolm mal
margaret maggie meg peggy marge margie greta rita madge daisy margery
maria mary marie mia
marion marian
marjorie marge margie
mark marc marcus
martha mattie patty
martin marty
mary molly polly mae may marie maria minnie
matilda tilly tilda
matthew matt matty mat
maureen mo
maurice mo morris
maxwell max
maximilian max
melanie mel
melissa mel missy
michael mike mick mickey micky mitch
michelle shell mich
mildred millie
mitchell mitch
mohammed mohammad muhammad mohamed muhammed mo md mohd
montague monty
nancy nan
natalie nat
nathaniel nat nathan nate
nicholas nick nicky nico nik nicolas
nicola nicky nikki
norman norm
oliver ollie olly
olivia liv livvy
oscar ossie
pamela pam
patricia pat patsy tricia trish patty
patrick pat paddy rick
paul pauly
penelope penny
percival percy
peter pete
philip phil pip phillip
philippa pippa pip
phyllis phyl
rachel rach rachael
ralph rafe
raymond ray
rebecca becky becca bec
reginald reg reggie
richard rick ricky dick richie rich dickie
robert rob bob bobby robbie bert bobbie robin
roderick rod roddy
rodney rod
roger rodge
roland rowland roly
ronald ron ronnie
rosemary rose rosie romy
rosalind ros roz
roxanne roxy
rudolph rudy
rupert bert
russell russ
samantha sam sammy
samuel sam sammy
sandra sandy
sarah sally sadie sara
sebastian seb bas
sharon shaz
sheila shelagh
sidney sid sydney
simon si
sophia sophie
stanley stan
stephanie steph
stephen steve steven stevie ste
stuart stu stewart
susan sue susie suzanne suzy susannah
sylvia syl
teresa tess terry theresa tessa
terence terry
theodore ted theo teddy
thomas tom tommy thom
timothy tim timmy
tobias toby
tracey trace tracy
ursula ursa
valerie val
veronica ronnie vera
victor vic
victoria vicky vicki tori vikki
vincent vince vinny
violet vi
virginia ginny
vivian viv
walter wally walt wat
wilfred wilf
wilhelmina mina minnie
william will bill billy willie liam wills willy
winifred winnie freda
winston win
yvonne eve
zachary zach zac zack
`

const families = new Map<string, number[]>()
FAMILIES.trim().split('\n').forEach((line, family) => {
  for (const name of line.split(' ')) families.set(name, [...(families.get(name) ?? []), family])
})

/** The families of names a forename belongs to, by number; none for a name with no other forms. */
export const nameFamilies = (forename: string): readonly number[] => families.get(forename) ?? []

const kin = Int32Array.from({ length: 1 + Math.max(...[...families.values()].flat()) }, (_, family) => family)
for (const own of families.values()) {
  for (const family of own) {
    const [from, to] = [kinOf(family), kinOf(own[0]!)]
    kin[Math.max(from, to)] = Math.min(from, to)
  }
}

function kinOf(family: number): number {
  while (kin[family] !== family) family = kin[family]!
  return family
}

/** One number for all forenames that chains of other forms lead to (Ed is Edward's and Edmund's, so all three), to look records up by; -1 for a name with no other forms. */
export const nameKin = (forename: string): number => {
  const own = families.get(forename)
  return own === undefined ? -1 : kinOf(own[0]!)
}
