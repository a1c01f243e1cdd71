package worth

import (
	"strings"
	"sync"
)

// kind is what a word is in a sentence; a word may be of several kinds.
type kind uint32

const (
	number      kind = 1 << iota // written out
	per                          // of per cent
	currency                     // and its parts
	weekday                      // or a month
	past                         // of an irregular verb
	partner                      // a participle that is no past tense
	have                         // before a participle
	between                      // may stand between have and the participle
	report                       // says that somebody says, finds or decides
	compare                      // says that something is more, or becomes so
	thing                        // what statistics count
	deny                         //
	other                        // somebody else than who speaks
	intend                       // what is to be, not what is
	opine                        // what somebody thinks or wants
	me                           //
	you                          //
	conditional                  //
	notPast                      // looks like the past tense only
	notMost                      // looks like a superlative only
)

// lexicon gives the kinds of a word in small letters.
var lexicon = sync.OnceValue(func() map[string]kind {
	all := make(map[string]kind)
	for k, list := range map[kind]string{
		number: `two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty
			forty fifty sixty seventy eighty ninety hundred hundreds thousand thousands million millions billion billions trillion trillions dozen dozens
			half third thirds quarter quarters twice double doubled triple tripled`,
		per:      `percent percentage cent`,
		currency: `dollar dollars euro euros pound pounds cents yen rupees roubles rubles yuan`,
		weekday: `january february march april may june july august september october november december
			monday tuesday wednesday thursday friday saturday sunday yesterday`,
		past: `was were did went said gave made took came became began brought built bought lost led met paid ran saw sent shot spent stood told won wrote
			knew kept held grew fell rose broke found stole sold hit fought fled drew drove flew left struck sought taught threw caught chose`,
		partner: `been gone given taken become begun run seen written known grown fallen risen broken stolen done had shown driven flown drawn thrown chosen
			cut put set hit let`,
		have:    `have has had having`,
		between: `not never already also now just only always ever since largely recently often still yet been`,
		report: `say says said report reports reported reportedly according claim claims claimed announce announced stated estimate estimates estimated
			study studies survey found finds show shows showed warn warns warned deny denies denied confirm confirms confirmed reveal revealed allege alleged
			accuse accused vote votes voted support supported oppose opposed propose proposed signed passed vetoed promised concluded admitted insisted
			testified`,
		compare: `more fewer less higher lower highest lowest larger smaller biggest worst best least most increase increases increased increasing decrease
			decreased decline declined declining rise rises rising rose fall falls fell drop dropped grew growing growth cut cuts reduce reduced reduction
			doubled tripled halved record average rate rates percent than first only every exceeded`,
		thing: `tax taxes jobs budget deficit debt unemployment inflation prices wages income incomes spending exports imports emissions temperature
			temperatures population deaths casualties victims cases infections crime crimes murders attacks arrests votes turnout profits revenue revenues sales
			reserves troops refugees migrants births`,
		deny:        `never no none nobody neither`,
		other:       `he she they his her their senator governor president minister ministry government administration company agency officials police`,
		intend:      `should would could might must ought gonna shall let let's will won't wouldn't shouldn't couldn't`,
		opine:       `think believe hope want wants feel know need needs like guess wish thank please sure important question leadership`,
		me:          `i i'm i've i'd i'll me my`,
		you:         `you your you're you've you'd you'll yours`,
		conditional: `if whether perhaps maybe unless`,
		notPast:     `need indeed united hundred speed exceed succeed proceed agreed breed embed sacred naked rugged wicked`,
		notMost:     `interest honest request suggest protest invest harvest arrest forest modest contest manifest midwest northwest southwest conquest`,
	} {
		for _, word := range strings.Fields(list) {
			all[word] |= k
		}
	}
	return all
})
