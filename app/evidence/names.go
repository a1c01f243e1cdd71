package evidence

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"

	"factmark/store"
)

// Name is a row of the user's table of names that mean the same: ISIS-K, IS-K, Islamic State Khorasan.
type Name []string

// namesSetting is where the table is kept in a workspace.
const namesSetting = "evidence.names"

// Names gives the workspace's table of names that mean the same.
func Names(ctx context.Context, s *store.Store) ([]Name, error) {
	kept, err := s.Setting(ctx, namesSetting)
	if err != nil || kept == "" {
		return nil, err
	}
	var names []Name
	if err := json.Unmarshal([]byte(kept), &names); err != nil {
		return nil, fmt.Errorf("the table of names that mean the same cannot be read, and is left as it is: %w", err)
	}
	return names, nil
}

// SetNames keeps the table: rows of fewer than two names are left out, and of a name that is twice in a row one.
func SetNames(ctx context.Context, s *store.Store, names []Name) error {
	kept := make([]Name, 0, len(names))
	for _, row := range names {
		var clean Name
		known := make(map[string]bool)
		for _, name := range row {
			name = strings.Join(strings.Fields(name), " ")
			if key := strings.ToLower(name); name != "" && !known[key] {
				known[key] = true
				clean = append(clean, name)
			}
		}
		if len(clean) > 1 {
			kept = append(kept, clean)
		}
	}
	encoded, err := json.Marshal(kept)
	if err != nil {
		return err
	}
	if len(kept) == 0 {
		encoded = nil
	}
	return s.SetSetting(ctx, namesSetting, string(encoded))
}

// namesIn gives for each row of the table of which a text has a name the other names.
func namesIn(text string, table []Name) (others []Name) {
	if len(table) == 0 {
		return nil
	}
	words := Terms(text)
	for _, row := range table {
		has := func(name string) bool { return holds(words, Terms(name)) }
		if slices.ContainsFunc(row, has) {
			others = append(others, slices.DeleteFunc(slices.Clone(row), has))
		}
	}
	return others
}

// holds tells whether terms follow each other in others.
func holds(terms, wanted []Term) bool {
	for i := 0; len(wanted) > 0 && i+len(wanted) <= len(terms); i++ {
		if slices.EqualFunc(terms[i:i+len(wanted)], wanted, func(a, b Term) bool { return a.Word == b.Word }) {
			return true
		}
	}
	return false
}

// SuggestNames finds names with a short form in the documents, as in "Islamic State Khorasan (ISK)", which are not in the table yet, those
// of the most documents first. progress, which may be nil, is called with the number of texts looked at and of all.
func SuggestNames(ctx context.Context, s *store.Store, progress func(done, total int)) ([]Name, error) {
	known, err := Names(ctx, s)
	if err != nil {
		return nil, err
	}
	inTable := make(map[[2]string]bool)
	key := func(a, b string) [2]string { return [2]string{strings.ToLower(a), strings.ToLower(b)} }
	for _, row := range known {
		for _, a := range row {
			for _, b := range row {
				inTable[key(a, b)] = true
			}
		}
	}
	documents, err := s.Documents(ctx)
	if err != nil {
		return nil, err
	}
	counts := make(map[[2]string]int)
	spelled := make(map[[2]string]Name)
	for i, d := range documents {
		text, _, err := s.TextToIndex(ctx, d.ID)
		if err != nil && !errors.Is(err, store.ErrNotFound) { // removed meanwhile
			return nil, err
		}
		here := make(map[[2]string]bool)
		for _, name := range shortForms(text) {
			k := key(name[0], name[1])
			if !inTable[k] && !here[k] {
				here[k] = true
				counts[k]++
				spelled[k] = name
			}
		}
		if progress != nil {
			progress(i+1, len(documents))
		}
	}
	return slices.SortedFunc(maps.Values(spelled), func(a, b Name) int {
		return cmp.Or(cmp.Compare(counts[key(b[0], b[1])], counts[key(a[0], a[1])]), cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1]))
	}), nil
}

// shortForms finds the names in a text that are followed by their short form in parentheses: long form, short form. The rule is that of
// A. Schwartz and M. Hearst (A simple algorithm for identifying abbreviation definitions in biomedical text, 2003).
func shortForms(text string) (found []Name) {
	for at := 0; ; {
		open := strings.IndexByte(text[at:], '(')
		if open < 0 {
			return found
		}
		open += at
		at = open + 1
		end := strings.IndexAny(text[at:min(len(text), at+40)], "()\n")
		if end < 0 || text[at+end] != ')' {
			continue
		}
		short := strings.Trim(strings.TrimSpace(text[at:at+end]), `"'“”‘’`)
		if !isShortForm(short) {
			continue
		}
		line := text[max(strings.LastIndexAny(text[:open], "\n.;:!?()")+1, 0):open]
		words := strings.Fields(line)
		most := min(len([]rune(short))+5, 2*len([]rune(short)))
		words = words[max(0, len(words)-most):]
		if long := longForm(short, strings.Join(words, " ")); long != "" {
			found = append(found, Name{long, short})
		}
	}
}

func isShortForm(s string) bool {
	upper, length := 0, 0
	for _, r := range s {
		switch {
		case unicode.IsUpper(r):
			upper++
		case !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '-' && r != '.' && r != '&':
			return false
		}
		length++
	}
	return length >= 2 && length <= 10 && upper >= 2 && unicode.IsLetter([]rune(s)[0])
}

// longForm finds the shortest end of what stands before a short form in which its letters follow each other, the first at the beginning of a word.
func longForm(short, before string) string {
	s, b := []rune(strings.ToLower(short)), []rune(strings.ToLower(before))
	at := len(b)
	for i := len(s) - 1; i >= 0; i-- {
		if !unicode.IsLetter(s[i]) && !unicode.IsDigit(s[i]) {
			continue
		}
		at--
		for at >= 0 && (b[at] != s[i] || i == 0 && at > 0 && (unicode.IsLetter(b[at-1]) || unicode.IsDigit(b[at-1]))) {
			at--
		}
		if at < 0 {
			return ""
		}
	}
	long := strings.Trim(string([]rune(before)[at:]), " ,\"'“”‘’")
	if len(strings.Fields(long)) < 2 || len(long) <= len(short) {
		return ""
	}
	return long
}
