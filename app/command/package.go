package command

import (
	"fmt"
	"strings"

	"factmark/app/ingest"
	"factmark/app/locale"
	"factmark/store"
	"factmark/store/merge"
)

var packageCommand = command{
	name:    "package",
	summary: "make a copy to hand over to someone",
	help: `Usage: factmark package [-w FILE.factmark] -o P.factmark [--document ID|TITLE]…
                        [--blind] [--no-claims] [--ask TEXT] [--for NAME]

Makes a workspace to hand over: the chosen documents with their claims, and the
labels. The other opens it with Factmark, works in it, and sends it back; factmark
merge then takes in what was done. What was deleted, and the history, stay here.

  -w FILE.factmark       the workspace (your own one if it is not given)
  -o P.factmark          the file to make; one that is there already is not replaced
  --document ID|TITLE    a document to hand over; can be given several times (all
                         documents if it is not given)
  --blind                leave out labels, notes, confidence, decisions and final
                         labels, and evidence and suggestions, refused ones too, since
                         they tell the label: what the other says of a claim
                         comes back as a decision, a second opinion made unseen
  --no-claims            the documents alone: the other marks the claims too
  --ask TEXT             what you ask, and guidelines; shown when it is opened
  --for NAME             whom you ask

Example: factmark package -w desk.factmark -o ben.factmark --blind --for Ben
`,
	run: makePackage,
}

func makePackage(c *call, args []string) error {
	f := newFlags()
	out, ask, whom := f.String("o", "", ""), f.String("ask", "", ""), f.String("for", "", "")
	blind, noClaims := f.Bool("blind", false, ""), f.Bool("no-claims", false, "")
	wanted := f.list("document")
	words, err := f.parse(args)
	if err != nil {
		return err
	}
	switch {
	case len(words) > 0:
		return misusef("%q is one word too many; documents follow --document", words[0])
	case *out == "":
		return misusef("say where to write with -o P%s", store.Extension)
	case !store.HasExtension(*out):
		return misusef("a package is a workspace: its name ends in %s", store.Extension)
	}
	path, err := f.path()
	if err != nil {
		return err
	}
	return c.reading(path, func(st *store.Store) error {
		if err := c.signIn(st); err != nil {
			return err
		}
		packing := merge.Packing{Blind: *blind, NoClaims: *noClaims, Ask: *ask, For: *whom}
		if packing.DocumentIDs, err = c.documents(st, *wanted); err != nil {
			return err
		}
		waiting, err := c.waiting(st, packing.Claims())
		if err != nil {
			return err
		}
		from := store.NameOf(path)
		made, err := merge.WritePackage(c, st, *out, from, packing)
		if err := c.unsure(err); err != nil {
			return fmt.Errorf("making %s: %w", ingest.Shown(*out), err)
		}
		if !*noClaims {
			misplaced, err := st.Misplaced(c, store.Filter{DocumentIDs: packing.DocumentIDs})
			if err != nil {
				return err
			}
			c.warnMisplaced(misplaced)
		}
		documents, claims := locale.N("{{.N}} documents", made.Documents), locale.N("{{.N}} claims", made.Claims)
		if *blind {
			c.out.line(locale.T("Made {{.File}} with {{.Documents}} and {{.Claims}}, without their labels.", "File", *out, "Documents", documents, "Claims", claims))
		} else {
			c.out.line(locale.T("Made {{.File}} with {{.Documents}} and {{.Claims}}.", "File", *out, "Documents", documents, "Claims", claims))
		}
		tellWaiting(c.out, waiting)
		return nil
	})
}

// documents gives the ids of documents that are named by id or title; nil for no names.
func (c *call) documents(st *store.Store, names []string) ([]string, error) {
	if len(names) == 0 {
		return nil, nil
	}
	all, err := st.Documents(c)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, name := range names {
		var found []string
		for _, d := range all {
			if d.ID == name || strings.EqualFold(d.Title, name) {
				found = append(found, d.ID)
			}
		}
		switch {
		case len(found) == 0:
			return nil, fmt.Errorf("there is no document %q in %s; nothing was made", name, st.Path())
		case len(found) > 1:
			return nil, fmt.Errorf("%d documents are called %q; give the id of one: %s; nothing was made", len(found), name, strings.Join(found, ", "))
		}
		ids = append(ids, found...)
	}
	return ids, nil
}
