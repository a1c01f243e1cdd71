package dataset

import (
	"fmt"

	"factmark/store"
)

// shownNames gives the name that everyone is shown with in an export, by id: their pseudonym, otherwise their name, as in the views.
// With pseudonyms, those without one of their own are called annotator and a number: their place among all people of the workspace, by id, so that it
// is the same whatever is exported. A number whose name somebody has already is passed over.
func shownNames(people []store.KnownPerson, pseudonyms bool) map[string]string {
	names, taken := make(map[string]string, len(people)), make(map[string]bool)
	for _, p := range people {
		taken[p.Name], taken[p.Pseudonym] = true, true
	}
	n := 0
	same := make(map[string]string)
	for _, p := range people {
		if p.SameAs != "" {
			same[p.ID] = p.SameAs
			continue
		}
		n++
		for taken[pseudonymOf(n)] {
			n++
		}
		switch {
		case p.Pseudonym != "":
			names[p.ID] = p.Pseudonym
		case pseudonyms:
			names[p.ID] = pseudonymOf(n)
		default:
			names[p.ID] = p.Name
		}
	}
	for id, as := range same {
		for range same { // it is one step, unless the file is damaged
			if next, is := same[as]; is {
				as = next
			}
		}
		names[id] = names[as]
	}
	return names
}

func pseudonymOf(n int) string { return fmt.Sprintf("annotator %d", n) }
