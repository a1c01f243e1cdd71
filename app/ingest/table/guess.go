package table

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"factmark/app/ingest/extract"
)

// Names that columns have, in small letters without spaces and signs, the surest first.
var (
	textNames = strings.Fields(`text fulltext articletext body content articlebody articlecontent maintext transcript article story document passage paragraph post tweet message
		statement claim claimtext claimreviewed quote sentence comment abstract summary description lead
		texte contenu article corps déclaration citation texto contenido cuerpo conteúdo corpo testo contenuto dichiarazione inhalt volltext artikel aussage behauptung zitat
		tekst inhoud artykuł treść текст содержание 正文 本文 内容 文本`)
	titleNames     = strings.Fields(`title headline heading articletitle documenttitle subject titre título titulo titolo titel überschrift schlagzeile tytuł заголовок название 标题 題名 タイトル name`)
	authorNames    = strings.Fields(`author authors byline writer creator speaker claimant journalist reporter username user by auteur autor autore verfasser автор 作者 著者`)
	publisherNames = strings.Fields(`publisher outlet source sourcename publication newspaper site sitename media medium journal channel domain website quelle herausgeber éditeur fuente fonte bron źródło источник издание 来源 媒体`)
	publishedNames = strings.Fields(`published publishedat publishedon publisheddate publishdate publicationdate pubdate datepublished published_at date releasedate claimdate created createdat
		datetime timestamp time day year datum fecha data dato дата 日期 日付 发布时间`)
	urlNames      = strings.Fields(`url link uri href sourceurl articleurl permalink canonicalurl website webpage address lien enlace ссылка 链接`)
	languageNames = strings.Fields(`language lang locale langue idioma lingua sprache taal język язык 语言`)
)

// Guess says which column holds what, by the columns' names and by what is in them. Text is the column that is named
// as one, else the one with the longest prose.
func (t *Table) Guess() Columns {
	all := make([]column, len(t.Columns))
	for i := range all {
		all[i] = t.look(i)
	}
	c := Columns{-1, -1, -1, -1, -1, -1, -1}
	taken := make([]bool, len(all))
	take := func(names []string, fits func(*column) bool) int {
		best, rank := -1, 1<<30
		for i := range all {
			if r := all[i].rank(names); !taken[i] && r >= 0 && r < rank && fits(&all[i]) {
				best, rank = i, r
			}
		}
		if best >= 0 {
			taken[best] = true
		}
		return best
	}
	first := func(fits func(*column) bool) int {
		for i := range all {
			if !taken[i] && fits(&all[i]) {
				taken[i] = true
				return i
			}
		}
		return -1
	}
	c.URL = take(urlNames, func(c *column) bool { return c.urls >= 0.5 })
	if c.URL < 0 {
		c.URL = first(func(c *column) bool { return c.urls > 0.8 })
	}
	c.Published = take(publishedNames, func(c *column) bool { return c.dates >= 0.5 })
	if c.Published < 0 {
		c.Published = first(func(c *column) bool { return c.days > 0.8 })
	}
	c.Language = take(languageNames, func(c *column) bool { return c.languages >= 0.5 })
	c.Text = t.guessText(all, taken)
	c.Title = take(titleNames, (*column).words)
	c.Author = take(authorNames, (*column).words)
	c.Publisher = take(publisherNames, (*column).words)
	return c
}

// guessText gives the column that is named as a text and holds words, else the one with the longest prose; -1 where there is
// neither.
func (t *Table) guessText(all []column, taken []bool) int {
	best, rank := -1, 1<<30
	for i := range all {
		r := slices.Index(textNames, all[i].name)
		if r < 0 {
			r = all[i].rank(textNames)
		}
		// A column "text" of short labels beside one of long prose is not what is meant.
		if !taken[i] && r >= 0 && r < rank && all[i].words() && all[i].letters > 0.3 {
			best, rank = i, r
		}
	}
	longest := -1
	for i := range all {
		if !taken[i] && all[i].prose() && (longest < 0 || all[i].length > all[longest].length) {
			longest = i
		}
	}
	if best < 0 || longest >= 0 && !all[best].prose() && all[longest].length > 4*all[best].length {
		best = longest
	}
	if best >= 0 {
		taken[best] = true
	}
	return best
}

// column is what Guess knows of one; shares are of its cells that are not empty, from 0 to 1.
type column struct {
	name                                  string   // in small letters, without signs
	tokens                                []string // the words of the name
	urls, dates, days, languages, numbers float64
	letters                               float64 // share of letters in the characters that are no spaces
	length                                float64 // code points of a cell, over all rows
	spaces                                float64 // words of a cell; letters of writings without spaces count as half of one
	cells                                 int
}

func (t *Table) look(i int) column {
	c := column{}
	c.tokens = nameTokens(t.Columns[i])
	c.name = strings.Join(c.tokens, "")
	const most = 500 // rows are enough to see what a column holds
	rows := t.rows[:min(len(t.rows), most)]
	var sample []string
	for j := range rows {
		if cell := rows[j].cell(i); cell != "" {
			sample = append(sample, cell)
		}
	}
	if c.cells = len(sample); c.cells == 0 {
		return c
	}
	dates := dateOrder(sample)
	signs, letters := 0, 0
	for _, cell := range sample {
		short := len(cell) <= 2000
		if short && address(cell) != "" {
			c.urls++
		}
		if iso, clear := isoDate(cell, dates); iso != "" || !clear {
			c.dates++
			if (len(iso) == len("2025-02-10") || !clear) && !digits(cell, 13) {
				c.days++
			}
		}
		if extract.LanguageTag(cell) != "" {
			c.languages++
		}
		if isNumber(cell) {
			c.numbers++
		}
		if len(cell) > 4000 {
			cell = strings.ToValidUTF8(cell[:4000], "")
			c.length += 4000
		} else {
			c.length += float64(utf8.RuneCountInString(cell))
		}
		inWord := false
		for _, r := range cell {
			switch {
			case unicode.IsSpace(r):
				inWord = false
				continue
			case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai):
				c.spaces += 0.5
			case !inWord:
				c.spaces++
				inWord = true
			}
			signs++
			if unicode.IsLetter(r) || unicode.IsMark(r) {
				letters++
			}
		}
	}
	n := float64(c.cells)
	for _, share := range []*float64{&c.urls, &c.dates, &c.days, &c.languages, &c.numbers, &c.spaces} {
		*share /= n
	}
	c.length /= float64(len(rows))
	if signs > 0 {
		c.letters = float64(letters) / float64(signs)
	}
	return c
}

// rank is the place of a column's name among names, lower for surer ones; -1 if it is none of them. A name that only
// has one of them as a word, such as "Article title", comes behind those that are one.
func (c *column) rank(names []string) int {
	if i := slices.Index(names, c.name); i >= 0 {
		return i
	}
	if slices.Contains(c.tokens, "id") || slices.Contains(c.tokens, "count") {
		return -1
	}
	for i := len(c.tokens) - 1; i >= 0; i-- { // the last word says what it is
		if j := slices.Index(names, c.tokens[i]); j >= 0 && c.tokens[i] != "name" && c.tokens[i] != "by" {
			return 1000 + 100*(len(c.tokens)-1-i) + j
		}
	}
	return -1
}

// words tells whether a column holds words rather than numbers, dates or addresses.
func (c *column) words() bool {
	return c.cells > 0 && c.urls < 0.5 && c.numbers < 0.5 && c.dates < 0.5
}

// prose tells whether a column holds sentences.
func (c *column) prose() bool {
	return c.words() && c.letters > 0.5 && c.spaces >= 4 && c.length >= 15
}

// nameTokens parts a column's name into words: publishedAt, source_url, Article Title.
func nameTokens(name string) []string {
	var tokens []string
	var token []rune
	runes := []rune(name)
	flush := func() {
		if len(token) > 0 {
			tokens = append(tokens, strings.ToLower(string(token)))
			token = nil
		}
	}
	for i, r := range runes {
		switch {
		case !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r):
			flush()
			continue
		case i > 0 && unicode.IsUpper(r) && unicode.IsLower(runes[i-1]):
			flush()
		}
		token = append(token, r)
	}
	flush()
	return tokens
}

// address gives an address of the web as it is, that of www.a.example with the scheme that browsers add; "" for anything else.
func address(s string) string {
	s = strings.TrimSpace(s)
	if strings.ContainsAny(s, " \t\n<>\"") || len(s) > 4000 {
		return ""
	}
	if strings.EqualFold(s[:min(len(s), 4)], "www.") && strings.Count(s, ".") > 1 {
		s = "http://" + s
	}
	return extract.WebAddress(s)
}

// isNumber tells whether a cell is a number with the signs that go with one: -1,234.50, 12 %, $5.
func isNumber(s string) bool {
	s = strings.Trim(s, " \u00a0+-–−$€£¥%()")
	return s != "" && strings.ContainsAny(s[:1], "0123456789.,") && strings.Trim(s, "0123456789.,'\u00a0\u202f eE+-") == ""
}

// hasHeader tells whether the first row names the columns: by the names that it gives, or because it differs from the rows
// below in kind.
func hasHeader(rows []row) bool {
	head := rows[0].cells
	if len(rows) == 1 {
		return knownNames(head) && !slices.ContainsFunc(head, isLong)
	}
	full, seen := 0, map[string]bool{}
	for _, cell := range head {
		if cell == "" {
			continue
		}
		full++
		if seen[cell] || isLong(cell) || address(cell) != "" {
			return false
		}
		seen[cell] = true
	}
	if full == 0 || full*2 < len(head) {
		return false
	}
	if knownNames(head) {
		return true
	}
	below := rows[1:min(len(rows), 50)]
	differs, same := 0, 0
	for i, cell := range head {
		kind, agree, length, n := kindOf(cell), 0, 0, 0
		for j := range below {
			if value := below[j].cell(i); value != "" {
				n++
				length += utf8.RuneCountInString(value)
				if kindOf(value) == kind {
					agree++
				}
			}
		}
		switch {
		case n == 0:
		case agree*5 < n, kind == words && length > 3*n*utf8.RuneCountInString(cell) && length > 30*n:
			differs++
		case kind != words:
			same++
		}
	}
	switch {
	case differs > 0 || same > 0:
		return differs > same
	}
	// All are words. A single column of short texts has no header unless it is known.
	return len(head) > 1 && !slices.ContainsFunc(head, func(cell string) bool { return strings.ContainsAny(cell[max(0, len(cell)-1):], ".!?") })
}

func isLong(cell string) bool { return utf8.RuneCountInString(cell) > 80 }

// knownNames tells whether one of the cells is exactly a name that columns have.
func knownNames(cells []string) bool {
	return slices.ContainsFunc(cells, func(cell string) bool {
		if isLong(cell) {
			return false
		}
		name := strings.Join(nameTokens(cell), "")
		for _, names := range [][]string{textNames, titleNames, authorNames, publisherNames, publishedNames, urlNames, languageNames} {
			if slices.Contains(names, name) {
				return true
			}
		}
		return name == "id"
	})
}

type kind int

const (
	words kind = iota
	number
	date
	link
)

func kindOf(cell string) kind {
	if isNumber(cell) {
		return number
	}
	if iso, clear := isoDate(cell, unknownOrder); iso != "" || !clear {
		return date
	}
	if address(cell) != "" || strings.Contains(cell, "@") && !strings.ContainsAny(cell, " \n") {
		return link
	}
	return words
}
