// Package relativedate finds dates in a text that only its own date makes sense of: "on Monday", "last month", "three days ago".
// Two undated reports that say Monday and Thursday may speak of the same day, so they do not contradict each other.
package relativedate

import (
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// Span is a relative date in a text, half open, in code points.
type Span struct{ Start, End int }

// language holds what makes dates relative in one language, as alternatives of a regular expression, in small letters.
type language struct {
	weekdays string // a date next to one makes it absolute
	words    string // yesterday
	parts    string // night, of "last night": what phrases without a unit or weekday hold
	units    string // day|week, as they stand in the phrases
	phrases  string // with {unit}, {weekday}, {part} and {number}
	numbers  string
}

var languages = map[string]language{
	"en": {
		weekdays: `monday|tuesday|wednesday|thursday|friday|saturday|sunday`,
		words:    `yesterday|today|tonight|tomorrow|overnight`,
		parts:    `night|morning|afternoon|evening|summer|winter|spring|autumn|fall`,
		units:    `days?|weeks?|fortnights?|months?|years?|hours?|minutes?|decades?|weekends?|quarters?`,
		phrases:  `(?:last|this|next) (?:{part})|(?:earlier |later )?(?:last|this|next|past) (?:{unit})|(?:last|this|next|past) {weekday}|(?:{number}) (?:{unit}) (?:ago|earlier|later)|(?:the )?(?:previous|following) (?:{unit})`,
		numbers:  `\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|several|a few|a couple of`,
	},
	"de": {
		weekdays: `montags?|dienstags?|mittwochs?|donnerstags?|freitags?|samstags?|sonnabends?|sonntags?`,
		words:    `gestern|vorgestern|heute|übermorgen`,
		parts:    `abend|nacht|früh|morgen`,
		units:    `tag(?:en?|es)?|wochen?|monat(?:en?|s)?|jahr(?:en?|es)?|stunden?|minuten?|wochenendes?`,
		phrases:  `heute (?:{part})|morgen früh|(?:letzt|vergangen|vorig|kommend|nächst|dies)e[mnrs]? (?:{unit}|{weekday})|vor (?:{number}) (?:{unit})|in (?:{number}) (?:tagen|wochen|monaten)`,
		numbers:  `\d{1,3}|ein(?:em|er|igen)?|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|wenigen|mehreren`,
	},
	"fr": {
		weekdays: `lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche`,
		words:    `hier|avant-hier|demain|après-demain`,
		parts:    `matin|soir|nuit|aujourd`,
		units:    `jours?|semaines?|mois|ans?|années?|heures?|minutes?|week-ends?`,
		phrases:  `aujourd['’]hui|ce (?:matin|soir)|cette nuit|(?:la |le |l['’])?(?:{unit}|{weekday}) (?:derniers?|dernières?|prochaine?s?|passée?s?)|il y a (?:{number}) (?:{unit})|cette (?:semaine|année)|ce (?:mois-ci|week-end)|dans (?:{number}) (?:jours|semaines|mois)`,
		numbers:  `\d{1,3}|une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|quelques|plusieurs`,
	},
	"es": {
		weekdays: `lunes|martes|miércoles|jueves|viernes|sábado|domingo`,
		words:    `ayer|anteayer|hoy|anoche`,
		parts:    `mañana|tarde|noche`,
		units:    `días?|semanas?|mes(?:es)?|años?|horas?|minutos?`,
		phrases:  `mañana por la (?:mañana|tarde|noche)|pasado mañana|esta (?:mañana|tarde|noche)|(?:la|el) (?:{unit}|{weekday}) (?:pasad[oa]|próxim[oa]|que viene|anterior)|(?:la|el) (?:pasad[oa]|próxim[oa]|últim[oa]) (?:{unit}|{weekday})|hace (?:{number}) (?:{unit})|est[ea] (?:semana|mes|año)|dentro de (?:{number}) (?:días|semanas|meses)`,
		numbers:  `\d{1,3}|una?|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|unos|unas|varios|varias`,
	},
	"it": {
		weekdays: `lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica`,
		words:    `ieri|oggi|domani|dopodomani|stamattina|stasera|stanotte`,
		units:    `giorn[oi]|settiman[ae]|mes[ei]|ann[oi]|or[ae]|minut[oi]`,
		phrases:  `l['’]altro ieri|(?:la |il |l['’])?(?:{unit}|{weekday}) (?:scors[oaie]|prossim[oaie]|passat[oaie])|(?:la |lo |il |l['’])?(?:scors[oa]|prossim[oa]) (?:{unit}|{weekday})|(?:{number}) (?:{unit}) fa|quest[oa] (?:settimana|mese)|quest['’]anno`,
		numbers:  `\d{1,3}|una?|due|tre|quattro|cinque|sei|sette|otto|nove|dieci|alcuni|alcune|pochi|poche`,
	},
	"pt": {
		weekdays: `segunda-feira|terça-feira|quarta-feira|quinta-feira|sexta-feira|sábado|domingo`,
		words:    `ontem|anteontem|hoje|amanhã`,
		parts:    `manhã|tarde|noite`,
		units:    `dias?|semanas?|m[eê]s(?:es)?|anos?|horas?|minutos?`,
		phrases:  `depois de amanhã|esta (?:manhã|tarde|noite)|(?:n?[ao] )?(?:{unit}|{weekday}) (?:passad[oa]|que vem|anterior)|(?:n?[ao] )(?:próxim[oa]|últim[oa]) (?:{unit}|{weekday})|há (?:{number}) (?:{unit})|(?:{number}) (?:{unit}) atrás|n?est[ea] (?:semana|mês|ano)`,
		numbers:  `\d{1,3}|uma?|dois|duas|três|quatro|cinco|seis|sete|oito|nove|dez|alguns|algumas|vários|várias`,
	},
	"nl": {
		weekdays: `maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag`,
		words:    `gisteren|eergisteren|vandaag|morgen|overmorgen|vanochtend|vanmiddag|vanavond|vannacht`,
		units:    `dag(?:en)?|we(?:ek|ken)|maand(?:en)?|jaar|jaren|uur|uren|minuten|weekend`,
		phrases:  `(?:vorige|afgelopen|volgende|komende|deze|dit) (?:{unit}|{weekday})|(?:{number}) (?:{unit}) geleden|over (?:{number}) (?:dagen|weken|maanden)`,
		numbers:  `\d{1,3}|een|één|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|enkele|een paar`,
	},
	"ru": {
		weekdays: `понедельник[аи]?|вторник[аи]?|сред[ауые]|четверг[аи]?|пятниц[ауые]|суббот[ауые]|воскресень[ея]`,
		words:    `вчера|позавчера|сегодня|завтра|послезавтра`,
		parts:    `неделе|неделю|месяце|году`,
		units:    `д(?:ень|ня|ней)|недел[юияьй]|месяц(?:а|ев|е)?|год[ауе]?|лет|час(?:а|ов)?|минут[уы]?`,
		phrases:  `(?:на |в )?(?:прошл|следующ|минувш|эт)(?:ой|ую|ем|ом|ый|ий|ого|его|их) (?:неделе|неделю|месяце|году|{unit}|{weekday})|(?:{number}) ?(?:{unit}) назад|через (?:{number}) (?:{unit})`,
		numbers:  `\d{1,3}|од(?:ин|ну)|дв[ае]|три|четыре|пять|шесть|семь|восемь|девять|десять|несколько`,
	},
	"pl": {
		weekdays: `poniedział(?:ek|ku)|wtor(?:ek|ku)|środ[aęy]|czwart(?:ek|ku)|piąt(?:ek|ku)|sobot[aęy]|niedziel[aęię]`,
		words:    `wczoraj|przedwczoraj|dzisiaj|dziś|jutro|pojutrze`,
		parts:    `tygodniu|miesiącu|roku`,
		units:    `dzień|dni|tydzień|tygodni[ea]?|miesiąc[ea]?|miesięcy|rok(?:u)?|lata?|godzin[yęa]?|minut[yęa]?`,
		phrases:  `(?:w )?(?:zeszł|ubiegł|przyszł|najbliższ|t)(?:ym|ą|y|ej|en) (?:tygodniu|miesiącu|roku|{unit}|{weekday})|(?:{number}) (?:{unit}) temu|za (?:{number}) (?:dni|tygodnie|tygodni|miesiące)`,
		numbers:  `\d{1,3}|jeden|dwa|dwie|trzy|cztery|pięć|sześć|siedem|osiem|dziewięć|dziesięć|kilka`,
	},
	"ar": {
		weekdays: `(?:يوم )?(?:الاثنين|الإثنين|الثلاثاء|الأربعاء|الخميس|الجمعة|السبت|الأحد)`,
		words:    `أمس|اليوم|غدا|غداً|البارحة`,
		parts:    `الأسبوع|الشهر|العام|السنة`,
		units:    `أيام|يوم|أسابيع|أسبوع|أشهر|شهر|سنوات|سنة|عام|أعوام|ساعات|ساعة`,
		phrases:  `(?:الأسبوع|الشهر|العام|السنة|{weekday}) (?:الماضي|الماضية|المقبل|المقبلة|القادم|القادمة|الحالي|الجاري)|(?:قبل|منذ) (?:{number} )?(?:{unit})`,
		numbers:  `\d{1,3}|ثلاثة|أربعة|خمسة|ستة|سبعة|ثمانية|تسعة|عشرة|عدة`,
	},
}

// finder finds the relative dates of a language.
type finder struct {
	all, weekday *regexp.Regexp
	key          *regexp.Regexp // a word that every relative date has one of
}

var (
	findersLock sync.Mutex
	finders     = make(map[string]*finder)
)

// finderOf gives the finder of a language by its tag, nil where there is none.
func finderOf(tag string) *finder {
	tag, _, _ = strings.Cut(strings.ToLower(tag), "-")
	l, known := languages[tag]
	if !known {
		return nil
	}
	findersLock.Lock()
	defer findersLock.Unlock()
	if f, made := finders[tag]; made {
		return f
	}
	phrases := strings.NewReplacer("{unit}", "(?:"+l.units+")", "{weekday}", "(?:"+l.weekdays+")", "{part}", "(?:"+l.parts+")",
		"{number}", "(?:"+l.numbers+")", " ", `[\s\x{A0}]+`).Replace(l.phrases)
	key := l.words + "|" + l.units + "|" + strings.ReplaceAll(l.weekdays, " ", "|")
	if l.parts != "" {
		key += "|" + l.parts
	}
	f := &finder{
		all:     regexp.MustCompile(`(?i)^(?:` + phrases + `|` + l.words + `|` + l.weekdays + `)`),
		weekday: regexp.MustCompile(`(?i)^(?:` + l.weekdays + `)$`),
		key:     regexp.MustCompile(`(?i)^(?:` + key + `)(?:-.*)?$`),
	}
	finders[tag] = f
	return f
}

// Knows tells whether relative dates are found in a language, by its BCP 47 tag.
func Knows(tag string) bool { return finderOf(tag) != nil }

// IsWeekday tells whether a relative date that Find gave is a weekday alone, "Monday", in the language that it was found in.
func IsWeekday(words, language string) bool {
	f := finderOf(language)
	return f != nil && f.weekday.MatchString(words)
}

// around is how many bytes beside a key word may belong to the same relative date.
const around = 64

// Find gives the relative dates in a text, in order, without overlap. language is a BCP 47 tag; in one that it doesn't know it finds
// nothing. A weekday beside a date with its year is left out.
func Find(text, language string) []Span {
	f := finderOf(language)
	if f == nil {
		return nil
	}
	var all []Span
	points, counted := 0, 0 // code points of text[:counted]
	keys := make(map[string]bool)
	for at := 0; at < len(text); {
		start, end := nextWord(text, at)
		if start == end {
			break
		}
		at = end
		isKey, known := keys[text[start:end]]
		if !known {
			isKey = f.key.MatchString(text[start:end])
			keys[text[start:end]] = isKey
		}
		if !isKey || start < counted {
			continue
		}
		first, last := f.match(text, counted, start, end)
		if last == 0 || f.weekday.MatchString(text[first:last]) && dated(text, first, last) {
			continue
		}
		points += utf8.RuneCountInString(text[counted:first])
		stop := points + utf8.RuneCountInString(text[first:last])
		all = append(all, Span{points, stop})
		points, counted, at = stop, last, max(at, last)
	}
	return all
}

// match gives the relative date that the key word from start to end belongs to and that begins behind a byte; last is 0 for none.
func (f *finder) match(text string, behind, start, end int) (first, last int) {
	limit := min(len(text), end+around)
	for first = max(behind, start-around); first <= start; {
		word, after := nextWord(text, first)
		if first = word; first > start {
			break
		}
		if m := f.all.FindStringIndex(text[first:limit]); m != nil && first+m[1] > start && !within(text, first, first+m[1]) {
			return first, first + m[1]
		}
		first = after
	}
	return 0, 0
}

// nextWord gives the next word of a text from a byte on; it is empty at the end. Hyphens belong to words.
func nextWord(text string, from int) (start, end int) {
	start = len(text)
	for i, r := range text[from:] {
		switch {
		case wordRune(r) || r == '-' && start < len(text):
			if start == len(text) {
				start = from + i
			}
		case start < len(text):
			return start, from + i
		}
	}
	return start, len(text)
}

// within tells whether what was found is part of a longer word.
func within(text string, start, end int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:start])
	after, _ := utf8.DecodeRuneInString(text[end:])
	return wordRune(before) || wordRune(after)
}

func wordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }

// year is one that a date beside a weekday has: Monday, 10 February 2025; 10.02.2025.
var year = regexp.MustCompile(`(?:^|[^\d])(?:1[89]|20)\d\d(?:[^\d]|$)`)

// dated tells whether a date with a year stands in the same clause, close by.
func dated(text string, start, end int) bool {
	const near = 28 // bytes
	before, after := text[max(0, start-near):start], text[end:min(len(text), end+near)]
	if cut := strings.LastIndexAny(before, ".;!?\n("); cut >= 0 {
		before = before[cut+1:]
	}
	if cut := strings.IndexAny(after, ";!?\n"); cut >= 0 {
		after = after[:cut]
	}
	return year.MatchString(before) || year.MatchString(after)
}
