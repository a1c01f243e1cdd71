package dataset

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"path"
	"slices"
	"strings"

	"factmark/store"
)

// passage is a span of a text with LF.
type passage struct{ from, to position }

// textLookup finds the texts that spans of a file stand in: among those that come along first, then in the workspace.
type textLookup struct {
	ctx   context.Context
	st    *store.Store
	along map[string][]*placeText // by each of their names, and by SHA-256
	here  map[string][]*placeText // likewise those of the workspace's documents
	only  *placeText              // that comes along, where it is one alone
	used  []*placeText            // those in which spans were found to stand, in the order in which they were
	known map[*placeText]bool     // of used
	byID  map[string]*placeText   // likewise, by the id of their document
	all   []*placeText            // those that come along, or where there are none the workspace's
}

func newTextLookup(ctx context.Context, st *store.Store, documents []store.ImportedDocument) (*textLookup, error) {
	l := &textLookup{ctx: ctx, st: st, along: map[string][]*placeText{}, here: map[string][]*placeText{}, known: map[*placeText]bool{}, byID: map[string]*placeText{}}
	for i := range documents {
		d := &documents[i]
		if d.ID == "" { // by which a claim without a place can name it
			d.ID = fmt.Sprintf("text %d", i+1)
		}
		t := &placeText{raw: d.Text, title: d.Title, id: d.ID, along: true, loaded: true}
		l.byID[d.ID] = t
		l.all = append(l.all, t)
		t.text = withLF(t.raw)
		t.sum = textSum(t.text)
		names(l.along, t, t.sum, d.Title, d.FileName, d.SourceURL, foldAddress(d.SourceURL))
		if t.raw != t.text {
			names(l.along, t, sumOf(t.raw))
		}
		l.only = t
	}
	if len(documents) > 1 {
		l.only = nil
	}
	all, err := st.Documents(ctx)
	if err != nil {
		return nil, err
	}
	for i := range all {
		d := &all[i]
		t := &placeText{id: d.ID, sum: d.SHA256, title: d.Title}
		names(l.here, t, d.SHA256, d.Title, d.FileName, d.SourceURL, foldAddress(d.SourceURL))
		if l.byID[d.ID] == nil {
			l.byID[d.ID] = t
		}
		if len(documents) == 0 {
			l.all = append(l.all, t)
		}
	}
	return l, nil
}

// names enters a text under each of its names, once.
func names(in map[string][]*placeText, t *placeText, all ...string) {
	for _, name := range all {
		for _, key := range []string{name, foldName(name)} {
			if there := in[key]; name != "" && key != "" && (len(there) == 0 || there[len(there)-1] != t) {
				in[key] = append(there, t)
			}
		}
	}
}

// foldName gives a name of a document without regard to case, white space and the ending of a file.
func foldName(name string) string {
	name = strings.TrimSpace(name)
	if ext := path.Ext(name); slices.Contains(fileEndings, strings.ToLower(ext)) {
		name = strings.TrimSuffix(name, ext)
	}
	return strings.ToLower(strings.Join(strings.Fields(name), " "))
}

// foldAddress gives the address of a page without what leads to the same one: the protocol, www, a place within it, what tells
// where a reader came from, a slash at the end. It is "" for what is no such address.
func foldAddress(address string) string {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return ""
	}
	query := u.Query()
	for name := range query {
		if strings.HasPrefix(name, "utm_") || slices.Contains([]string{"fbclid", "gclid"}, name) {
			query.Del(name)
		}
	}
	return "//" + strings.TrimPrefix(strings.ToLower(u.Host), "www.") + strings.TrimRight(u.EscapedPath(), "/") + "?" + query.Encode()
}

var fileEndings = strings.Fields(".txt .ann .md .html .htm .pdf .docx .odt .rtf .epub .json .jsonl .csv .tsv .xml")

// find gives the text that a span stands in; nil where it is not at hand, or nothing tells which it is.
func (l *textLookup) find(s *spot) (*placeText, error) {
	t, err := l.search(s)
	if t == nil || err != nil {
		return nil, err
	}
	return t, l.load(t)
}

func (l *textLookup) search(s *spot) (*placeText, error) {
	if sum := strings.ToLower(*s.sum); sum != "" {
		for _, texts := range []map[string][]*placeText{l.along, l.here} {
			if there := texts[sum]; len(there) > 0 {
				return there[0], nil
			}
		}
		return l.earlier(sum)
	}
	if t := l.byID[*s.id]; t != nil {
		return t, nil
	}
	if *s.title == "" {
		return l.only, nil
	}
	for _, texts := range []map[string][]*placeText{l.along, l.here} {
		for _, name := range []string{*s.id, foldAddress(*s.id), *s.title, foldName(*s.title)} { // an address may stand for an id
			switch there := texts[name]; len(there) {
			case 0:
			case 1:
				return there[0], nil
			default:
				return l.theOneWith(there, *s.quote)
			}
		}
	}
	return nil, nil
}

// byQuotes finds the texts of spans of which nothing says in which document they stand: a quote that stands in one text
// alone is of that one. It gives those that it cannot tell, each with the reason.
func (l *textLookup) byQuotes(spots []*spot) (map[*spot]string, error) {
	why := map[*spot]string{}
	if len(spots) == 0 {
		return why, nil
	}
	quotes := map[string][]*placeText{} // by the first bytes of what is sought
	begins := map[[quoteKey]byte][]string{}
	var short []string
	for _, s := range spots {
		first, _, _ := strings.Cut(strings.TrimSpace(withLF(*s.quote)), "\n")
		if _, seen := quotes[*s.quote]; seen || first == "" {
			continue
		}
		quotes[*s.quote] = nil
		if len(first) < quoteKey {
			short = append(short, *s.quote)
			continue
		}
		key := [quoteKey]byte([]byte(first[:quoteKey]))
		begins[key] = append(begins[key], *s.quote)
	}
	for _, t := range l.all {
		if err := l.ctx.Err(); err != nil {
			return nil, err
		}
		loaded := t.loaded
		if err := l.load(t); err != nil {
			return nil, err
		}
		finder := quoteFinder{text: t.text}
		found := map[string]bool{}
		for i := 0; i+quoteKey <= len(t.text); i++ {
			for _, quote := range begins[[quoteKey]byte([]byte(t.text[i:i+quoteKey]))] {
				if words := strings.Fields(quote); !found[quote] && strings.HasPrefix(t.text[i:], words[0]) {
					_, found[quote] = finder.goesOn(i+len(words[0]), words[1:])
				}
			}
		}
		for _, quote := range short {
			found[quote] = strings.Contains(t.text, strings.TrimSpace(quote))
		}
		any := false
		for quote, is := range found {
			if is {
				quotes[quote] = append(quotes[quote], t)
				any = true
			}
		}
		if !any && !loaded { // it need not be kept in memory
			t.raw, t.text, t.loaded = "", "", false
		}
	}
	for _, s := range spots {
		switch in := quotes[*s.quote]; len(in) {
		case 0:
			why[s] = "nothing says in which document it stands, and no document holds its quote"
		case 1:
			l.use(in[0], s)
		default:
			why[s] = fmt.Sprintf("nothing says in which document it stands, and its quote stands in %d of them, such as “%s” and “%s”", len(in), shorten(in[0].title), shorten(in[1].title))
		}
	}
	return why, nil
}

// quoteKey is how many bytes of a quote are looked up at every place of a text.
const quoteKey = 8

// use enters a span among those of a text.
func (l *textLookup) use(t *placeText, s *spot) {
	if !l.known[t] {
		l.known[t] = true
		l.used = append(l.used, t)
	}
	s.offset = *s.start
	t.spots = append(t.spots, s)
}

// earlier gives a text that a document of the workspace had once.
func (l *textLookup) earlier(sum string) (*placeText, error) {
	text, err := l.st.EarlierText(l.ctx, sum)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return nil, nil
	case err != nil:
		return nil, err
	}
	t := &placeText{raw: text, text: text, sum: sum, earlier: true, loaded: true}
	names(l.here, t, sum)
	return t, nil
}

// theOneWith gives the one of several texts of the same name that a quote stands in.
func (l *textLookup) theOneWith(texts []*placeText, quote string) (*placeText, error) {
	var found *placeText
	for _, t := range texts {
		if err := l.load(t); err != nil {
			return nil, err
		}
		if quote != "" && strings.Contains(t.text, strings.TrimSpace(withLF(quote))) {
			if found != nil {
				return nil, nil
			}
			found = t
		}
	}
	return found, nil
}

// load reads the text of a document of the workspace.
func (l *textLookup) load(t *placeText) error {
	if t.loaded {
		return nil
	}
	text, err := l.st.Text(l.ctx, t.id)
	t.raw, t.text, t.loaded = text, text, true
	return err
}
