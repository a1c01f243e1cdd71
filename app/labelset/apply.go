package labelset

import (
	"fmt"
	"slices"
	"strings"

	"factmark/app/locale"
	"factmark/store"
)

// Plan is what applying a set to a workspace does: labels that are added, and those of the set that are there already,
// which stay as they are.
type Plan struct {
	Add  []store.Label
	Keep []Kept
}

// Kept is a label of a set that a workspace has already, and what the set says otherwise, a word for each.
type Kept struct {
	Label   store.Label
	Differs []string
}

// Apply plans how a set is added to labels. A label is there already where one has its name, see store.SameLabelName. A
// key that another label has, or that taken tells of, is not given: a digit that is free stands for it, or none.
func Apply(s Set, labels []store.Label, taken func(key string) bool) Plan {
	var p Plan
	keys := make(map[string]bool)
	for _, l := range labels {
		keys[strings.ToUpper(l.Key)] = true
	}
	for _, l := range s.Labels {
		i := slices.IndexFunc(labels, func(other store.Label) bool { return store.SameLabelName(other.Name, l.Name) })
		if i >= 0 {
			p.Keep = append(p.Keep, Kept{labels[i], differences(labels[i], l)})
			continue
		}
		l.ID, l.Position = "", 0
		if l.Key = strings.ToUpper(l.Key); l.Key != "" && (keys[l.Key] || taken(l.Key)) {
			l.Key = ""
		}
		for n := 1; n <= 9 && l.Key == "" && !l.Retired; n++ {
			if digit := fmt.Sprint(n); !keys[digit] && !taken(digit) && !slices.ContainsFunc(s.Labels, func(other store.Label) bool { return other.Key == digit }) {
				l.Key = digit
			}
		}
		keys[l.Key] = true
		p.Add = append(p.Add, l)
	}
	return p
}

func differences(is, set store.Label) (all []string) {
	for _, of := range []struct {
		what      string
		is, would string
	}{
		{locale.Mark("meaning"), is.Meaning, set.Meaning}, {locale.Mark("rating"), number(is.Rating), number(set.Rating)}, {locale.Mark("group"), is.Group, set.Group},
		{locale.Mark("guideline"), is.Guideline, set.Guideline}, {locale.Mark("key"), is.Key, set.Key}, {locale.Mark("colour"), is.Light + is.Dark, set.Light + set.Dark}, {locale.Mark("pattern"), is.Pattern, set.Pattern},
	} {
		if of.would != "" && of.would != of.is {
			all = append(all, locale.T(of.what))
		}
	}
	if is.Retired && !set.Retired {
		all = append(all, locale.T("retired here"))
	}
	return all
}

func number(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprint(n)
}
