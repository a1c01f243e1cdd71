package anchor

import (
	"bytes"
	"cmp"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

// statement is one of many that are worded alike: what is said of a subject.
// Two with the same meaning say the same of the same.
type statement struct {
	subject, said, more, figure string
	denied                      bool
}

// tongue is a language in which statements are made.
type tongue struct {
	name     string
	subjects []string
	said     []string // clauses of which the second half is the claim; %s is "not" or nothing
	not      string
	mayor    string // a sentence about a subject, %[1]s, that says a clause, %[2]s, of which %[3]s are in doubt
	spoke    string // a sentence that only names the subject
	he       string // one whose subject stands in the one before
	claims   string // a clause with its speaker, for sentences of several
	and      []string
	tag      string // `"%[2]s", said the mayor of %[1]s`
	stop     string
	gap      string // between sentences
	city     string
	finding  string
}

var tongues = []tongue{
	{"en", strings.Fields("Lyon Nice Paris Lille Brest Metz Toulouse Bordeaux"),
		[]string{"the bridge was %ssafe for all traffic", "the old tunnel was %sclosed for repair", "the new school was %spaid for in full", "the water was %sfit to drink"},
		"not ", "The mayor of %[1]s said that %[2]s for %[3]s days", "The mayor of %[1]s spoke to the council", "He said that %[2]s for %[3]s days", "the mayor of %[1]s said that %[2]s for %[3]s days",
		[]string{", and ", ", while ", "; ", ", but "}, `“%[2]s for %[3]s days,” said the mayor of %[1]s`, ".", " ", "City", "Finding"},
	{"de", strings.Fields("Köln Bonn Essen Mainz Trier Hamburg"),
		[]string{"die Brücke für den Verkehr %ssicher sei", "der alte Tunnel zur Prüfung %sgeschlossen sei", "die neue Schule schon %sbezahlt sei"},
		"nicht ", "Der Bürgermeister von %[1]s sagte nach %[3]s Tagen, dass %[2]s", "Der Bürgermeister von %[1]s sprach im Rat", "Er sagte nach %[3]s Tagen, dass %[2]s", "der Bürgermeister von %[1]s sagte nach %[3]s Tagen, dass %[2]s",
		[]string{", und ", ", während ", "; "}, `„%[2]s seit %[3]s Tagen“, sagte der Bürgermeister von %[1]s`, ".", " ", "Stadt", "Befund"},
	{"fr", strings.Fields("Lyon Nice Paris Lille Brest Metz"),
		[]string{"le pont n’était %ssûr pour la circulation", "le vieux tunnel était %sfermé aux voitures", "la nouvelle école était %spayée en entier"},
		"pas ", "Le maire de %[1]s a dit que %[2]s depuis %[3]s jours", "Le maire de %[1]s a parlé au conseil", "Il a dit que %[2]s depuis %[3]s jours", "le maire de %[1]s a dit que %[2]s depuis %[3]s jours",
		[]string{", et ", ", tandis que ", " ; "}, `« %[2]s depuis %[3]s jours », a dit le maire de %[1]s`, ".", " ", "Ville", "Constat"},
	{"es", strings.Fields("Madrid Sevilla Toledo Burgos Huesca"),
		[]string{"el puente %sera seguro para el tráfico", "el viejo túnel %sestaba cerrado por obras", "la nueva escuela %sestaba pagada por completo"},
		"no ", "El alcalde de %[1]s dijo que %[2]s desde hace %[3]s días", "El alcalde de %[1]s habló en el consejo", "Dijo que %[2]s desde hace %[3]s días", "el alcalde de %[1]s dijo que %[2]s desde hace %[3]s días",
		[]string{", y ", ", mientras que ", "; "}, `«%[2]s desde hace %[3]s días», dijo el alcalde de %[1]s`, ".", " ", "Ciudad", "Resultado"},
	{"ru", strings.Fields("Омска Томска Пскова Курска Самары"),
		[]string{"мост %sбезопасен для всех машин", "старый туннель %sзакрыт на ремонт", "новая школа %sоплачена полностью"},
		"не ", "Мэр %[1]s сказал, что %[2]s уже %[3]s дней", "Мэр %[1]s выступил в совете", "Он сказал, что %[2]s уже %[3]s дней", "мэр %[1]s сказал, что %[2]s уже %[3]s дней",
		[]string{", и ", ", а ", "; "}, `«%[2]s уже %[3]s дней», сказал мэр %[1]s`, ".", " ", "Город", "Вывод"},
	{"ar", strings.Fields("دمشق بغداد القاهرة تونس بيروت"),
		[]string{"الجسر %sآمن لجميع السيارات", "النفق القديم %sمغلق للصيانة", "المدرسة الجديدة %sمدفوعة بالكامل"},
		"غير ", "قال عمدة %[1]s إن %[2]s منذ %[3]s أيام", "تحدث عمدة %[1]s أمام المجلس", "وقال إن %[2]s منذ %[3]s أيام", "قال عمدة %[1]s إن %[2]s منذ %[3]s أيام",
		[]string{"، و", "، بينما ", "؛ "}, `«%[2]s منذ %[3]s أيام»، قال عمدة %[1]s`, ".", " ", "المدينة", "النتيجة"},
	{"zh", strings.Fields("里昂 尼斯 巴黎 里尔 南特"),
		[]string{"这座桥%s允许所有车辆通行", "旧隧道%s因维修而关闭", "新学校的费用%s已经全部付清"},
		"并不", "%[1]s市长说%[2]s已有%[3]s天", "%[1]s市长在议会发表了讲话", "他说%[2]s已有%[3]s天", "%[1]s市长说%[2]s已有%[3]s天",
		[]string{"，而", "；", "，并且"}, "“%[2]s已有%[3]s天，”%[1]s市长说", "。", "", "城市", "结论"},
	{"ja", strings.Fields("大阪 京都 神戸 奈良 札幌"),
		[]string{"この橋は車両に安全で%sある", "古いトンネルは修理で閉鎖されて%sいる", "新しい学校の費用は支払われて%sいる"},
		"は", "%[1]sの市長は%[2]sと%[3]s日に述べた", "%[1]sの市長が議会で演説した", "彼は%[2]sと%[3]s日に述べた", "%[1]sの市長は%[2]sと%[3]s日に述べた",
		[]string{"が、", "、そして"}, "「%[2]s」と%[1]sの市長は%[3]s日に述べた", "。", "", "市", "結果"},
}

func pick[T any](r *rand.Rand, from []T) T { return from[r.IntN(len(from))] }

// capital gives a text a large first letter.
func capital(s string) string {
	first, n := utf8.DecodeRuneInString(s)
	return strings.ToUpper(string(first)) + s[n:]
}

func (l *tongue) clause(said string, denied bool) string {
	if denied {
		return fmt.Sprintf(said, l.not)
	}
	return fmt.Sprintf(said, "")
}

func (l *tongue) statement(r *rand.Rand) statement {
	return statement{pick(r, l.subjects), pick(r, l.said), pick(r, l.said), strconv.Itoa(2 + r.IntN(60)), r.IntN(8) == 0}
}

// page is a text in the making, with the claims in it: the meaning of each and
// where it stands, in bytes.
type page struct {
	strings.Builder
	claims []claimed
}

type claimed struct {
	meaning    string
	start, end int
}

// put writes a text, in which a claim stands with what it means.
func (p *page) put(text, claim, meaning string) {
	if at := strings.LastIndex(text, claim); at >= 0 {
		// What is behind the subject only, as a user would mark it.
		p.claims = append(p.claims, claimed{meaning, p.Len() + at, p.Len() + at + len(claim)})
	}
	p.WriteString(text)
}

func (p *page) spans() []Span {
	runes := []rune(p.String())
	var spans []Span
	for _, c := range p.claims {
		start := utf8.RuneCountInString(p.String()[:c.start])
		spans = append(spans, spanIn(runes, start, start+utf8.RuneCountInString(p.String()[c.start:c.end])))
	}
	return spans
}

// meaning is all that a statement says, in one line; more tells which of its clauses.
func (s statement) meaning(more bool) string {
	if more {
		return s.subject + "|" + s.more + "|" + s.figure
	}
	return fmt.Sprint(s.subject, "|", s.said, "|", s.figure, "|", s.denied)
}

// form is a way to write statements down.
type form struct {
	name  string
	write func(p *page, l *tongue, all []statement)
}

// each is a form in which every statement is written by itself.
func each(name string, write func(p *page, l *tongue, s statement, said, more string)) form {
	return form{name, func(p *page, l *tongue, all []statement) {
		for _, s := range all {
			write(p, l, s, l.clause(s.said, s.denied), l.clause(s.more, false))
		}
	}}
}

func table(name, separator, before, after string, header, carry bool) form {
	return form{name, func(p *page, l *tongue, all []statement) {
		row := func(cells ...string) string { return before + strings.Join(cells, separator) + after + "\n" }
		if header {
			p.WriteString(row(l.city, l.finding, "№"))
		}
		for _, s := range all {
			said, more := l.clause(s.said, s.denied), l.clause(s.more, false)
			p.put(row(s.subject, said, s.figure), said, s.meaning(false))
			if carry {
				p.put(row("", more, s.figure), more, s.meaning(true))
			}
		}
		p.WriteString("\n")
	}}
}

var forms = []form{
	each("sentences", func(p *page, l *tongue, s statement, said, more string) {
		p.put(fmt.Sprintf(l.mayor, s.subject, said, s.figure)+l.stop+l.gap, said, s.meaning(false))
	}),
	each("lines", func(p *page, l *tongue, s statement, said, more string) {
		p.put(fmt.Sprintf(l.mayor, s.subject, said, s.figure)+l.stop+"\n", said, s.meaning(false))
	}),
	each("paragraphs", func(p *page, l *tongue, s statement, said, more string) {
		p.put(fmt.Sprintf(l.mayor, s.subject, said, s.figure)+l.stop+"\n\n", said, s.meaning(false))
	}),
	{"clauses", func(p *page, l *tongue, all []statement) {
		for i, s := range all {
			said := l.clause(s.said, s.denied)
			text := fmt.Sprintf(l.claims, s.subject, said, s.figure)
			if i%3 == 0 {
				text = capital(text)
			}
			if i%3 == 2 || i+1 == len(all) {
				text += l.stop + l.gap
			} else {
				text += l.and[i%len(l.and)]
			}
			// Which clauses share the sentence is no matter: each has its subject.
			p.put(text, said, s.meaning(false))
		}
	}},
	{"wrapped", func(p *page, l *tongue, all []statement) {
		width := 0
		for _, s := range all {
			said := l.clause(s.said, s.denied)
			text := []byte(fmt.Sprintf(l.mayor, s.subject, said, s.figure) + l.stop + " ")
			at := bytes.Index(text, []byte(said))
			space := -1
			for i, c := range string(text) {
				if width++; c == ' ' {
					space = i
				}
				if width > 40 && space >= 0 {
					text[space], width, space = '\n', utf8.RuneCount(text[space:i]), -1
				}
			}
			p.put(string(text), string(text[at:at+len(said)]), s.meaning(false))
		}
	}},
	table("tabs", "\t", "", "", true, false),
	table("tabs, no header", "\t", "", "", false, false),
	table("pipes", " | ", "| ", " |", true, false),
	table("commas", ",", "", "", true, false),
	table("semicolons", ";", "", "", false, false),
	table("carried cells", "\t", "", "", true, true),
	each("bullets", func(p *page, l *tongue, s statement, said, more string) {
		p.put("- "+s.subject+": "+said+" ("+s.figure+")\n", said, s.meaning(false))
	}),
	each("bulleted sentences", func(p *page, l *tongue, s statement, said, more string) {
		p.put("• "+fmt.Sprintf(l.mayor, s.subject, said, s.figure)+l.stop+"\n", said, s.meaning(false))
	}),
	each("lead-in", func(p *page, l *tongue, s statement, said, more string) {
		p.WriteString(fmt.Sprintf(l.mayor, s.subject, "", s.figure) + ":\n")
		p.put("- "+said+"\n", said, s.meaning(false))
		p.put("- "+more+"\n\n", more, s.meaning(true))
	}),
	each("headings", func(p *page, l *tongue, s statement, said, more string) {
		p.WriteString(s.subject + " (" + s.figure + ")\n\n")
		p.put(capital(said)+l.stop+l.gap, capital(said), s.meaning(false))
		p.put(capital(more)+l.stop+"\n\n", capital(more), s.meaning(true))
	}),
	each("headings without blank lines", func(p *page, l *tongue, s statement, said, more string) {
		p.WriteString(s.subject + " " + s.figure + "\n")
		p.put(capital(said)+l.stop+"\n", capital(said), s.meaning(false))
	}),
	each("headings over headings", func(p *page, l *tongue, s statement, said, more string) {
		p.WriteString("# " + s.subject + " " + s.figure + "\n\n## " + l.finding + "\n\n")
		p.put(capital(said)+l.stop+"\n\n", capital(said), s.meaning(false))
	}),
	each("speakers", func(p *page, l *tongue, s statement, said, more string) {
		p.put(strings.ToUpper(s.subject)+": "+capital(said)+l.stop+l.gap, capital(said), s.subject+s.said+fmt.Sprint(s.denied))
		p.put(capital(more)+l.stop+"\n", capital(more), s.subject+s.more)
	}),
	each("questions", func(p *page, l *tongue, s statement, said, more string) {
		p.WriteString("Q: " + fmt.Sprintf(l.mayor, s.subject, said, s.figure) + "?\n")
		p.put("A: "+capital(more)+l.stop+"\n", capital(more), s.meaning(true)+s.meaning(false))
	}),
	each("anaphora", func(p *page, l *tongue, s statement, said, more string) {
		p.WriteString(fmt.Sprintf(l.spoke, s.subject) + l.stop + l.gap)
		p.put(fmt.Sprintf(l.he, s.subject, said, s.figure)+l.stop+l.gap, said, s.meaning(false))
		p.put(fmt.Sprintf(l.he, s.subject, more, s.figure)+l.stop+"\n", more, s.meaning(true))
	}),
	each("anaphora in the next paragraph", func(p *page, l *tongue, s statement, said, more string) {
		p.WriteString(fmt.Sprintf(l.spoke, s.subject) + l.stop + "\n\n")
		p.put(fmt.Sprintf(l.he, s.subject, said, s.figure)+l.stop+"\n\n", said, s.meaning(false))
	}),
	each("without a subject", func(p *page, l *tongue, s statement, said, more string) {
		p.WriteString(fmt.Sprintf(l.spoke, s.subject) + l.stop + l.gap)
		p.put(capital(said)+l.stop+"\n", capital(said), s.subject+s.said+fmt.Sprint(s.denied))
	}),
	each("quotations", func(p *page, l *tongue, s statement, said, more string) {
		p.put(fmt.Sprintf(l.tag, s.subject, said, s.figure)+l.stop+"\n", said, s.meaning(false))
	}),
	each("long quotations", func(p *page, l *tongue, s statement, said, more string) {
		first := capital(more) + l.stop + l.gap
		text := fmt.Sprintf(l.tag, s.subject, first+capital(said), s.figure)
		p.put(text[:strings.Index(text, first)+len(first)], capital(more), s.meaning(true))
		p.put(text[strings.Index(text, first)+len(first):]+l.stop+"\n", capital(said), s.meaning(false))
	}),
	each("cells on lines of their own", func(p *page, l *tongue, s statement, said, more string) {
		p.put(s.subject+"\n"+said+"\n"+s.figure+"\n", said, s.subject+s.said+fmt.Sprint(s.denied))
	}),
	each("records", func(p *page, l *tongue, s statement, said, more string) {
		p.put(l.city+": "+s.subject+"\n"+l.finding+": "+said+"\nNo: "+s.figure+"\n\n", said, s.meaning(false))
	}),
	each("signed below", func(p *page, l *tongue, s statement, said, more string) {
		p.put(capital(said)+l.stop+l.gap, capital(said), s.meaning(false))
		p.put(capital(more)+l.stop+"\n", capital(more), s.meaning(true))
		p.WriteString("— " + fmt.Sprintf(l.spoke, s.subject) + ", " + s.figure + "\n\n")
	}),
	each("a subject far above", func(p *page, l *tongue, s statement, said, more string) {
		p.WriteString(fmt.Sprintf(l.spoke, s.subject) + l.stop + l.gap)
		for _, clause := range l.said[:2] {
			p.WriteString(capital(l.clause(clause, false)) + l.stop + l.gap)
		}
		p.put(capital(said)+l.stop+"\n", capital(said), s.subject+s.said+fmt.Sprint(s.denied))
	}),
	each("a subject in the paragraph above", func(p *page, l *tongue, s statement, said, more string) {
		p.WriteString(fmt.Sprintf(l.spoke, s.subject) + l.stop + "\n\n")
		p.put(capital(said)+l.stop+"\n\n", capital(said), s.subject+s.said+fmt.Sprint(s.denied))
	}),
	each("nested items", func(p *page, l *tongue, s statement, said, more string) {
		p.WriteString("1. " + s.subject + ", " + s.figure + "\n")
		p.put("   a) "+said+"\n", said, s.meaning(false))
		p.put("   b) "+more+"\n", more, s.meaning(true))
	}),
	each("items of two sentences", func(p *page, l *tongue, s statement, said, more string) {
		p.put("- "+fmt.Sprintf(l.mayor, s.subject, said, s.figure)+l.stop+l.gap, said, s.meaning(false))
		p.put(capital(more)+l.stop+"\n", capital(more), s.meaning(true))
	}),
	each("a far name", func(p *page, l *tongue, s statement, said, more string) {
		p.put(s.subject+" ("+strings.Repeat(l.city+" "+l.finding+" ", 6)+") — "+said+" — "+s.figure+l.stop+l.gap, said, s.meaning(false))
	}),
	each("a name behind", func(p *page, l *tongue, s statement, said, more string) {
		p.put(capital(said)+", "+l.city+" "+s.subject+", "+s.figure+l.stop+l.gap, capital(said), s.meaning(false))
	}),
	each("chat", func(p *page, l *tongue, s statement, said, more string) {
		p.put("[12:"+s.figure+"] "+s.subject+": "+capital(said)+"\n", capital(said), s.meaning(false))
	}),
	each("speakers on lines of their own", func(p *page, l *tongue, s statement, said, more string) {
		p.WriteString(strings.ToUpper(s.subject) + "\n")
		p.put(capital(said)+l.stop+l.gap, capital(said), s.subject+s.said+fmt.Sprint(s.denied))
		p.put(capital(more)+l.stop+"\n\n", capital(more), s.subject+s.more)
	}),
	{"columns", func(p *page, l *tongue, all []statement) {
		all = all[:min(len(all), 4)]
		for _, s := range all {
			p.WriteString("\t" + s.subject)
		}
		p.WriteString("\n" + l.finding)
		for _, s := range all {
			said := l.clause(s.said, s.denied)
			p.put("\t"+said, said, s.subject+s.said+fmt.Sprint(s.denied))
		}
		p.WriteString("\n\n")
	}},
}

// change makes one edit that may put a claim beside another subject.
func change(r *rand.Rand, l *tongue, all []statement) []statement {
	if len(all) == 0 {
		return all
	}
	i, j := r.IntN(len(all)), r.IntN(len(all))
	switch r.IntN(9) {
	case 0, 1: // swap
		all[i], all[j] = all[j], all[i]
	case 2: // swap the subjects alone
		all[i].subject, all[j].subject = all[j].subject, all[i].subject
	case 3:
		all = slices.Delete(all, i, i+1)
	case 4:
		all = slices.Insert(all, i, l.statement(r))
	case 5: // the like about another
		s := all[i]
		s.subject = pick(r, l.subjects)
		all = slices.Insert(all, j, s)
	case 6:
		all[i].subject = pick(r, l.subjects)
	case 7:
		all[i].figure = strconv.Itoa(2 + r.IntN(60))
	case 8:
		all[i].denied = !all[i].denied
	}
	return all
}

// rounds is how often a property is tried that is usually tried n times: RAPID_CHECKS per cent of it, as of all
// properties, but no fewer than n, of which shares are counted.
func rounds(n int) uint64 {
	if checks, err := strconv.Atoi(os.Getenv("RAPID_CHECKS")); err == nil {
		n = max(n, n*checks/100)
	}
	return uint64(n)
}

// Of statements that are worded alike no claim goes to another subject unseen,
// in whatever form, language and script they stand.
func TestParallelStatements(t *testing.T) {
	total, sure, near, wrong := 0, 0, 0, map[string]int{}
	shown := 0
	for seed := range rounds(2) {
		r := rand.New(rand.NewPCG(seed, 11))
		for li := range tongues {
			for _, f := range forms {
				l := &tongues[li]
				var all []statement
				for range 2 + r.IntN(7) {
					all = append(all, l.statement(r))
				}
				old, new := &page{}, &page{}
				mixed := r.IntN(2) == 0 // among other text
				begin := func(p *page) {
					if mixed {
						p.WriteString(l.finding + "\n\n" + fmt.Sprintf(l.spoke, "Ulm") + l.stop + "\n\n")
					}
				}
				end := func(p *page) {
					if mixed {
						p.WriteString("\n\n" + fmt.Sprintf(l.spoke, "Oslo") + l.stop + "\n")
					}
				}
				begin(old)
				f.write(old, l, all)
				end(old)
				begin(new)
				all = slices.Clone(all)
				for range 1 + r.IntN(3) {
					all = change(r, l, all)
				}
				f.write(new, l, all)
				end(new)
				where := map[[2]int]string{}
				for i, s := range new.spans() {
					where[[2]int{s.Start, s.End}] = new.claims[i].meaning
				}
				spans := old.spans()
				for i, found := range find(t, old.String(), new.String(), spans...) {
					total++
					switch found.Kind {
					case Near:
						near++
					case Sure:
						sure++
						if there := where[[2]int{found.Place.Start, found.Place.End}]; there != old.claims[i].meaning {
							wrong[l.name+" "+f.name]++
							if shown++; shown <= 3 || os.Getenv("FACTMARK_ANCHOR_FORM") == f.name && shown < 40 {
								t.Logf("%s, %s: %q (%s) goes to %s at %d:\n%s\nand now\n%s", l.name, f.name, spans[i].Quote, old.claims[i].meaning, cmp.Or(there, "no claim"), found.Place.Start, old, new)
							}
						}
					}
				}
			}
		}
	}
	bad := 0
	for name, n := range wrong {
		bad += n
		t.Logf("%4d %s", n, name)
	}
	t.Logf("%d parallel statements: %d silently on another subject; %d placed, %d to be looked at", total, bad, sure, near)
	if bad > 0 {
		t.Error("claims are on another subject")
	}
}
