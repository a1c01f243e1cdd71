package anchor

import (
	"unicode"
	"unicode/utf8"
)

// mention is what a unit says of how it names its subject.
type mention struct {
	name     bool // it has a name of its own, written with a capital letter inside the sentence
	pronoun  bool // a word that stands for what was named before
	asks     bool // ... where its subject would be
	definite bool // it begins with "the", or the like of it
	short    bool // it has hardly a verb
	german   int  // words that only German has
	words    int  // all its words
}

// lastOfSubject is how far into a sentence that begins with "the" a name is that
// of its subject, in words: who is named behind may be whom it is said by.
const lastOfSubject = 6

// mentions reads how a unit names its subject.
func mentions(text []rune) mention {
	var m mention
	n, han := 0, 0
	var buf [64]byte
	for i := 0; i < len(text); {
		r := text[i]
		if unspaced(r) {
			if pronounSigns[r] && (han < 8 || personSigns[r]) {
				m.pronoun = true
				m.asks = m.asks || han < 8
			}
			han++
			i++
			continue
		}
		if !inWord(r) {
			if terminal(r) && n > 0 { // a sentence within a row or a quotation begins anew
				han = 0
			}
			i++
			continue
		}
		end, small := i, buf[:0]
		for end < len(text) && inWord(text[end]) {
			if len(small) < 24 {
				small = utf8.AppendRune(small, unicode.ToLower(text[end]))
			}
			end++
		}
		word := namings[string(small)]
		switch {
		case word&isPronoun != 0:
			m.pronoun = true
			m.asks = m.asks || n < 3 || n == 3 && !m.definite // in “the end of it” it is not the subject
		case n == 0 && word&isDemonstrative != 0:
			m.pronoun, m.asks = true, true
		case n == 0 && word&isArticle != 0:
			m.definite = true
		case n > 0 && (n <= lastOfSubject || !m.definite) && unicode.IsUpper(r) && word&isCalendar == 0:
			m.name = true
		}
		if word&isGerman != 0 {
			m.german++
		}
		m.words++
		n++
		i = end
	}
	if len(text) > 2 && text[0] == 'ا' && text[1] == 'ل' || len(text) > 3 && text[0] == 'و' && text[1] == 'ا' && text[2] == 'ل' {
		m.definite = true
	}
	m.short = n < 4 && han < 6
	return m
}

// naming is what a word does to name a subject, in bits.
type naming uint8

const (
	isPronoun naming = 1 << iota
	isDemonstrative
	isArticle
	isCalendar
	isGerman
)

// namings are those of all words that have one: one look-up a word tells.
var namings = func() map[string]naming {
	all := map[string]naming{}
	for kind, words := range map[naming]map[string]bool{isPronoun: pronouns, isDemonstrative: demonstratives, isArticle: articles, isCalendar: calendar, isGerman: germanWords} {
		for word := range words {
			all[word] |= kind
		}
	}
	return all
}()

// pronouns stand for something that was named before, in the languages they
// were collected for; words that are common and of another meaning in one of
// the others are left out. Behind them are verbs of speech with which sentences
// begin in languages that leave the pronoun out.
var pronouns = set(`he she they him her his hers their theirs it its
	er sie ihm ihn ihr ihre ihrer ihrem ihren seine seiner seinem seinen dieser dieses diesem dessen deren
	il elle ils elles lui leur leurs celui celle ceux celles celui-ci
	él ella ellos ellas suyo suya esto eso aquello aquel aquella
	egli essa essi esse loro questo questa quello quella costui
	ele eles elas dele dela deles delas isso isto aquilo
	hij zij hun haar zijn dezer
	han hon hun de dem hans hennes deras deres
	он она они оно его ее её их ему ей им него нее неё них ним это этот эта эти тот та те
	він вона вони воно його її їх йому їй це цей ця ці
	ona oni ono jego jej ich jemu jim niego niej nich
	αυτός αυτή αυτό αυτοί αυτές εκείνος εκείνη τους
	هو هي هم هن هذا هذه هؤلاء ذلك تلك وهو وهي وهم إنه إنها وإنه وإنها أنه أنها لكنه لكنها
	وقال وقالت وأضاف وأضافت وأوضح وأوضحت وأكد وأكدت وصرح وصرحت وأشار وأشارت وتابع وتابعت وذكر وذكرت وأعلن وأعلنت
	הוא היא הם הן זה זו זאת אלה
	او آنها آنان وی این آن ایشان
	वह वे उसने उन्होंने उसका उनका उसकी उनकी यह ये इस इसके इन
	onlar onun onların
	그는 그녀는 그가 그녀가 그들은 그의 이는 이것은 이들은
	dia mereka beliau
	dijo añadió afirmó agregó explicó señaló aseguró declaró indicó sostuvo
	disse aggiunse affermò aggiunge spiegò dichiarò
	acrescentou afirmou explicou declarou
	добавил добавила добавили заявил заявила сообщил сообщила отметил отметила
	powiedział powiedziała dodał dodała`)

// demonstratives point back where a sentence begins with them.
var demonstratives = set(`this that these those such both neither either latter former another
	dies diese solche beide dabei davon dazu
	ce cet cette ces cela ça ceci
	este esta estos estas ese esa esos esas allí
	ciò quei quegli tale tali
	esse essa essas esses
	dit dat deze
	det dette disse
	tento tato toto ti ta ten te to`)

// articles are definite ones.
var articles = set(`the le la les der die das el los las lo gli os as het ο η το οι τα a az`)

// germanWords are frequent in German, where every noun has a capital letter, and
// in no other language.
var germanWords = set("und ist nicht für mit auf sich dem des im ein eine einen einem einer zum zur wird wurde sind dass sei seit sagte über nach bei aus")

// calendar holds names that are nobody's.
var calendar = set(`monday tuesday wednesday thursday friday saturday sunday
	january february march april may june july august september october november december jan feb mar apr aug sept oct nov dec i`)

// pronounSigns are pronouns in scripts without spaces, personSigns those that
// are so wherever they stand.
var (
	pronounSigns = signSet("他她它牠祂该該此这這那其彼それこあ")
	personSigns  = signSet("他她它彼")
)

func signSet(s string) map[rune]bool {
	all := map[rune]bool{}
	for _, r := range s {
		all[r] = true
	}
	return all
}
