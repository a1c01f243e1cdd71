package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"factmark/store/internal/db"
	"factmark/store/internal/doctext"
)

// Dataset is what an import brings, each part of which may be empty.
type Dataset struct {
	Documents []ImportedDocument
	Labels    []Label
	Claims    []ImportedClaim // with a Model: suggestions
	Evidence  []ImportedEvidence
	Decisions []ImportedDecision
}

// ImportedDocument is a text that comes with claims. It becomes a document unless one of this text is there.
type ImportedDocument struct {
	Line int    // where it stands in its file, for messages; 0 for no line
	ID   string // by which the dataset refers to it, or ""; here a document's id comes from its text
	NewDocument
	AddedAt time.Time // zero: now
}

// ImportedEvidence is a piece of evidence of the claim with this index among the rows. Its document is found as a claim's
// is; one without a document is an outside source. What linked claims share is given once, with the claim that it was
// added to.
type ImportedEvidence struct {
	Line, Claim                                     int
	ID                                              string
	Set                                             int // 0 means 1
	Stance                                          string
	DocumentID, DocumentSHA256, DocumentTitle       string // DocumentID is as the dataset has it
	Start, End                                      int    // code points, half open
	Quote, URL, Note, Published, ArchiveURL, Person string
	Prefix, Suffix                                  string // matter only where the text is not at hand
	CreatedAt, UpdatedAt                            time.Time
}

// ImportedDecision is what a person said in a review of the claim with this index among the rows. One without a session
// settled the claim.
type ImportedDecision struct {
	Line, Claim                        int
	ID, SessionID, Person, Kind, Label string
	Comment                            string
	Seconds                            float64
	CreatedAt, UpdatedAt               time.Time
}

// ImportDataset adds all that a dataset holds in one action. A row that does not fit refuses all of it with a
// *BadRowsError, unless such rows are to be skipped; what belongs to a row that was left out is left out with it, and
// said. The same dataset read twice adds nothing.
//
// A text becomes a document unless one of this text is there. A label becomes one unless one of its name is there. For
// claims see ImportClaims; what a row names is looked for among the documents of the dataset first. Evidence and
// decisions keep their ids; those without get one from what they say. A decision's session that is not here is made: a
// review session that has ended. The status of a new claim is what its row says.
func (s *Store) ImportDataset(ctx context.Context, d Dataset, options ImportOptions) (report ImportReport, err error) {
	if options.DryRun {
		err = s.OnTrialCopy(ctx, func(s *Store) error {
			report, err = s.importDataset(ctx, d, options)
			return err
		})
		return report, err
	}
	return s.importDataset(ctx, d, options)
}

// errDryRun ends the transaction of a dry run.
var errDryRun = errors.New("only looked at")

func (s *Store) importDataset(ctx context.Context, d Dataset, options ImportOptions) (ImportReport, error) {
	var report ImportReport
	_, err := s.write(ctx, ChangeDo, d.name(options), func(w *transaction) error {
		im := &importing{transaction: w, report: &report, update: options.Update, progress: options.Progress,
			total: len(d.Documents) + len(d.Claims) + len(d.Evidence) + len(d.Decisions),
			named: make(map[string]string), titled: make(map[string]string), documents: make(map[string]string),
			labelIDs: make(map[string]string), personIDs: make(map[string]string), persons: make(map[string]string),
			places: make(map[spanOf]map[saidThere][]string), added: make(map[string]bool), met: make(map[string]bool), ids: make(map[string]string)}
		if err := im.dataset(&d); err != nil {
			return err
		}
		switch {
		case options.DryRun:
			return errDryRun
		case len(report.Bad) > 0 && !options.SkipBadRows:
			return &BadRowsError{report.Bad}
		}
		return nil
	})
	if err != nil && !errors.Is(err, errDryRun) {
		return ImportReport{}, err
	}
	return report, nil
}

// name is what the import is called in a menu.
func (d *Dataset) name(options ImportOptions) string {
	verb := "Import"
	if options.Update {
		verb = "Import and update"
	}
	suggested, what := 0, "claim"
	for i := range d.Claims {
		if d.Claims[i].Model != "" {
			suggested++
		}
	}
	if suggested > 0 {
		what = "suggestion"
	}
	switch {
	case len(d.Documents)+len(d.Labels)+len(d.Evidence)+len(d.Decisions) > 0 || suggested > 0 && suggested < len(d.Claims):
		return verb + " dataset"
	case len(d.Claims) != 1:
		return fmt.Sprintf("%s %d %ss", verb, len(d.Claims), what)
	}
	return verb + " " + what
}

// importStep is how many rows lie between two reports of progress.
const importStep = 1000

// importing is an import under way. It remembers what names have been found to mean.
type importing struct {
	*transaction
	report      *ImportReport
	update      bool
	progress    func(done, total int) // may be nil
	done, total int

	named     map[string]string // ids of documents, by those that the dataset gives them
	titled    map[string]string // likewise by title; "" where several have it
	documents map[string]string // likewise by SHA-256
	labelIDs  map[string]string // by nameKey of the name, and by the name itself
	meanings  map[string]string // of labels, by the nameKey of their names: what the first row with one as its label says
	personIDs map[string]string // by name
	alike     map[string]string // people's ids by nameKey of their names; nil until one is asked for
	persons   map[string]string // canonical ids
	places    map[spanOf]map[saidThere][]string
	added     map[string]bool   // the ids of claims and decisions that this import has made
	met       map[string]bool   // the ids of claims that a row was found to be about, by its place
	ids       map[string]string // of the claims here, by those that the rows gave
	linked    []linkedRow
	at        string   // the id of the claim that the row read last is about
	claims    []string // likewise of every row; "" for one that did not come in
}

func (im *importing) dataset(d *Dataset) error {
	for i := range d.Documents {
		if err := im.row(d.Documents[i].Line, func() error { return im.bringDocument(&d.Documents[i]) }); err != nil {
			return err
		}
	}
	for _, l := range d.Labels {
		if err := im.take(0, im.bringLabel(l)); err != nil {
			return err
		}
	}
	im.readMeanings(d.Claims)
	useless, contradictory := checkIDs(d.Claims, im.update)
	for i, r := range d.Claims { // r is a copy
		im.at = ""
		err := im.row(r.Line, func() error {
			switch {
			case r.Model != "":
				return im.bringSuggestion(&r)
			case useless[r.ClaimID]:
				r.ClaimID = ""
				im.report.Unidentified++
			}
			if err := contradictory[i]; err != nil {
				return err
			}
			return im.claimRow(&r)
		})
		if err != nil {
			return err
		}
		im.claims = append(im.claims, im.at)
	}
	if err := im.link(); err != nil {
		return err
	}
	for i := range d.Evidence {
		if err := im.row(lineOf(d, d.Evidence[i].Line, d.Evidence[i].Claim), func() error { return im.bringEvidence(&d.Evidence[i]) }); err != nil {
			return err
		}
	}
	return im.bringDecisions(d)
}

// lineOf is the line of what belongs to a claim: its own, otherwise the claim's.
func lineOf(d *Dataset, line, claim int) int {
	if line == 0 && claim >= 0 && claim < len(d.Claims) {
		return d.Claims[claim].Line
	}
	return line
}

// row imports a row, and tells of progress.
func (im *importing) row(line int, bring func() error) error {
	if im.done%importStep == 0 {
		if err := im.Ctx.Err(); err != nil {
			return err
		}
		if im.progress != nil {
			im.progress(im.done, im.total)
		}
	}
	im.done++
	return im.take(line, bring())
}

// take reports a row that does not fit, by its error. It gives the errors that end the import.
func (im *importing) take(line int, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, db.ErrMismatch), errors.Is(err, db.ErrInvalid), errors.Is(err, db.ErrNotFound):
		im.report.Bad = append(im.report.Bad, BadRow{line, err})
		return nil
	case line == 0:
		return err
	}
	return fmt.Errorf("line %d: %w", line, err)
}

// bringDocument adds a text unless it is here.
func (im *importing) bringDocument(d *ImportedDocument) error {
	if err := d.check(); err != nil {
		return err
	}
	id := doctext.ID(d.Text)
	if other := im.named[d.ID]; other != "" && other != id {
		return db.Failf(db.ErrMismatch, "two documents of the file have the id %q", db.Shorten(d.ID))
	}
	there, err := im.Read(db.Documents, id)
	switch {
	case err != nil:
		return err
	case there != nil:
		im.report.DocumentsExisting++
		im.knowDocument(d, id)
		return nil
	}
	at := d.AddedAt
	if at.IsZero() {
		at = im.At
	}
	if _, err := im.addDocument(id, d.NewDocument, at); err != nil {
		return err
	}
	im.report.DocumentsAdded++
	im.knowDocument(d, id)
	return nil
}

// knowDocument learns what the dataset calls a document that is here.
func (im *importing) knowDocument(d *ImportedDocument, id string) {
	if d.ID != "" {
		im.named[d.ID] = id
	}
	if other, known := im.titled[d.Title]; known && other != id {
		id = "" // the title tells none
	}
	im.titled[d.Title] = id
}

// bringLabel adds a label unless one of its name is here. Its id and key are kept where nothing has them yet.
func (im *importing) bringLabel(l Label) error {
	if err := im.knowLabels(); err != nil {
		return err
	}
	if l.Meaning == "" {
		l.Meaning = "none"
	}
	all, err := readLabels(im.transaction.Querier)
	if err != nil {
		return err
	}
	key := NameKey(l.Name)
	if here := cmp.Or(im.labelIDs[l.Name], im.labelIDs[key]); here != "" {
		if at := slices.IndexFunc(all, func(other Label) bool { return other.ID == here }); at >= 0 && all[at].Meaning != l.Meaning {
			im.report.DifferingLabels = append(im.report.DifferingLabels, l.Name)
		}
		return nil
	}
	for _, other := range all {
		if other.ID == l.ID {
			l.ID = ""
		}
		if strings.EqualFold(other.Key, l.Key) {
			l.Key = ""
		}
	}
	if gone, err := im.Read(db.MergedLabels, l.ID); err != nil {
		return err
	} else if gone != nil { // its id stands for another label now
		l.ID = ""
	}
	if !db.SoundID(l.ID) {
		l.ID = db.NewID()
	}
	if l.Retired {
		l.Key = ""
	}
	l.Position = 0 // the last
	l.complete(all)
	if err := l.check(all); err != nil {
		return fmt.Errorf("the label %q: %w", db.Shorten(l.Name), err)
	}
	if len(all) >= mostLabels {
		return db.Failf(db.ErrInvalid, "the label %q: there are %d labels already, and no workspace can hold more", db.Shorten(l.Name), mostLabels)
	}
	im.labelIDs[key], im.labelIDs[l.Name] = l.ID, l.ID
	im.report.NewLabels = append(im.report.NewLabels, l.Name)
	return im.Save(db.Labels, nil, l.row())
}

// claimAt gives the claim of a row by its index, for what belongs to it.
func (im *importing) claimAt(i int, what string) (string, error) {
	if i < 0 || i >= len(im.claims) {
		return "", db.Failf(db.ErrMismatch, "%s of no claim in the file", what)
	}
	if im.claims[i] == "" {
		return "", db.Failf(db.ErrMismatch, "%s of a claim that is not imported", what)
	}
	return im.claims[i], nil
}
