package store

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"factmark/store/internal/db"
	"factmark/store/internal/doctext"
)

// Document is a text to be checked. Its id comes from its text: the same text
// is the same document on every machine.
type Document struct {
	ID        string
	Title     string
	Publisher string
	Published string // "", "2025", "2025-02" or "2025-02-10", each perhaps with a "?"
	SourceURL string
	Author    string
	Language  string // a BCP 47 tag: en, pt-BR; "" where it is not known
	Tags      string // "energy, EU"; see SplitTags
	Note      string
	Stated    DocumentStatus // what the user said of the work on it; see Status
	FileName  string         // the file it came from, without its folder
	Charset   string         // of that file

	SHA256         string // of the text's UTF-8 bytes
	OriginalSHA256 string // of the file as it was
	Length         int    // code points
	AddedAt        time.Time

	Claims     int // how many it has
	Unlabelled int // how many of them nobody has labelled yet, nor decided on in a review
	Orphans    int // how many of them have lost their place
}

func (d *Document) row() db.Row {
	return db.Row{
		db.DocumentsID: d.ID, db.DocumentsTitle: d.Title, db.DocumentsPublisher: d.Publisher, db.DocumentsPublished: d.Published,
		db.DocumentsSourceURL: d.SourceURL, db.DocumentsFileName: d.FileName, db.DocumentsCharset: d.Charset,
		db.DocumentsSHA256: d.SHA256, db.DocumentsOriginalSHA256: d.OriginalSHA256, db.DocumentsLength: int64(d.Length), db.DocumentsAddedAt: db.FormatTime(d.AddedAt),
		db.DocumentsAuthor: d.Author, db.DocumentsLanguage: d.Language, db.DocumentsTags: d.Tags, db.DocumentsNote: d.Note,
		db.DocumentsStatus: string(d.Stated),
	}
}

func documentOf(r db.Row) Document {
	return Document{
		ID: r.Text(db.DocumentsID), Title: r.Text(db.DocumentsTitle), Publisher: r.Text(db.DocumentsPublisher), Published: r.Text(db.DocumentsPublished),
		SourceURL: r.Text(db.DocumentsSourceURL), FileName: r.Text(db.DocumentsFileName), Charset: r.Text(db.DocumentsCharset),
		SHA256: r.Text(db.DocumentsSHA256), OriginalSHA256: r.Text(db.DocumentsOriginalSHA256), Length: r.Number(db.DocumentsLength), AddedAt: r.Time(db.DocumentsAddedAt),
		Author: r.Text(db.DocumentsAuthor), Language: r.Text(db.DocumentsLanguage), Tags: r.Text(db.DocumentsTags), Note: r.Text(db.DocumentsNote),
		Stated: DocumentStatus(r.Text(db.DocumentsStatus)),
	}
}

// NewDocument is a document to be added. Text is what will be shown and
// counted; Original is the file as it was, nil where it was just the text.
// Locators say which parts of the file its parts come from: sorted, within the text, and without overlap.
type NewDocument struct {
	Title, Publisher, Published, SourceURL, Author, Language, Tags, Note, FileName, Charset, Text string

	Stated   DocumentStatus
	Original []byte
	Locators []Locator
}

// AddedDocument is what became of a NewDocument. Existing means that the same
// text was here already and nothing was added.
type AddedDocument struct {
	Document Document
	Existing bool
}

// AddDocuments adds documents in one action. Text that is empty, is not valid
// UTF-8 or has a carriage return, and a date of another form, is an error
// (ErrInvalid), and nothing is added then.
func (s *Store) AddDocuments(ctx context.Context, news []NewDocument) ([]AddedDocument, error) {
	return s.addDocuments(ctx, ChangeDo, news)
}

// AddSamples is AddDocuments outside undo, for the documents that a new
// workspace begins with: the user has not added them, and Undo leaves them.
func (s *Store) AddSamples(ctx context.Context, news []NewDocument) ([]AddedDocument, error) {
	return s.addDocuments(ctx, ChangeRecord, news)
}

func (s *Store) addDocuments(ctx context.Context, kind ChangeKind, news []NewDocument) ([]AddedDocument, error) {
	for _, n := range news {
		if err := n.check(); err != nil {
			return nil, err
		}
	}
	added := make([]AddedDocument, len(news))
	_, err := s.write(ctx, kind, "", func(w *transaction) error {
		ids, fresh := make([]string, len(news)), make(map[string]bool)
		for i, n := range news {
			ids[i] = doctext.ID(n.Text)
			known, err := w.Read(db.Documents, ids[i])
			if err != nil {
				return err
			}
			if known == nil {
				fresh[ids[i]] = true
			}
		}
		if w.Name = "Import document"; len(fresh) != 1 {
			w.Name = fmt.Sprintf("Import %d documents", len(fresh))
		}
		for i, n := range news {
			known, err := w.Read(db.Documents, ids[i]) // the same text may have come before it in news
			switch {
			case err != nil:
				return err
			case known != nil:
				added[i] = AddedDocument{documentOf(known), true}
				continue
			}
			if added[i].Document, err = w.addDocument(ids[i], n, w.At); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return added, nil
}

func (n *NewDocument) check() error {
	name := n.Title
	if name == "" {
		name = n.FileName
	}
	switch {
	case n.Text == "":
		return db.Failf(db.ErrInvalid, "%s has no text; nothing was added", name)
	case db.NotText(n.Text) != "":
		return db.Failf(db.ErrInvalid, "%s holds %s; nothing was added", name, db.NotText(n.Text))
	case strings.Contains(n.Text, "\r"):
		return db.Failf(db.ErrInvalid, "%s has line ends other than LF; nothing was added", name)
	}
	if err := checkTags(n.Tags); err != nil {
		return err
	}
	if err := checkStatus(n.Stated); err != nil {
		return err
	}
	if err := checkLocators(n.Locators, utf8.RuneCountInString(n.Text)); err != nil {
		return err
	}
	return CheckPublished(n.Published)
}

func (w *transaction) addDocument(id string, n NewDocument, at time.Time) (Document, error) {
	d := Document{ID: id, Title: n.Title, Publisher: n.Publisher, Published: n.Published, SourceURL: n.SourceURL,
		Author: n.Author, Language: n.Language, Tags: n.Tags, Note: n.Note, Stated: n.Stated,
		FileName: n.FileName, Charset: n.Charset, SHA256: doctext.Sum(n.Text), Length: utf8.RuneCountInString(n.Text), AddedAt: at}
	if err := w.Exec("INSERT INTO texts (sha256, text) VALUES (?, ?) ON CONFLICT DO NOTHING", d.SHA256, n.Text); err != nil {
		return Document{}, err
	}
	if err := insertLocators(w.Querier, d.SHA256, n.Locators); err != nil {
		return Document{}, err
	}
	d.OriginalSHA256 = d.SHA256
	if n.Original != nil && string(n.Original) != n.Text {
		d.OriginalSHA256 = doctext.Sum(n.Original)
		err := w.Exec("INSERT INTO originals (sha256, bytes) VALUES (?, ?) ON CONFLICT DO NOTHING", d.OriginalSHA256, n.Original)
		if err != nil {
			return Document{}, err
		}
	}
	return d, w.Save(db.Documents, nil, d.row())
}

var publishedForm = regexp.MustCompile(`^(\d{4}(-\d{2}(-\d{2})?)?\??)?$`)

// CheckPublished refuses what is no date of a document, as Published says.
func CheckPublished(date string) error {
	sure := strings.TrimSuffix(date, "?")
	valid := publishedForm.MatchString(date)
	if valid && len(sure) > 4 {
		_, err := time.Parse("2006-01-02"[:len(sure)], sure)
		valid = err == nil
	}
	if !valid {
		return db.Failf(db.ErrInvalid, "%q is not a date like 2025, 2025-02 or 2025-02-10, with a ? where it is unsure; nothing was changed", date)
	}
	return nil
}

var (
	documentCounts = `(SELECT count(*) FROM claims c WHERE c.document_id = d.id),
		(SELECT count(*) FROM claims c WHERE c.document_id = d.id AND ` + toLabel + `
			AND NOT EXISTS (SELECT 1 FROM decisions x WHERE x.claim_id = c.id AND x.kind <> 'skip')),
		(SELECT count(*) FROM claims c WHERE c.document_id = d.id AND c.status = 'orphaned')`
	allDocuments = "SELECT " + db.Documents.List("d") + ", " + documentCounts + " FROM documents d ORDER BY d.title COLLATE NOCASE, d.id"
	oneDocument  = "SELECT " + db.Documents.List("d") + ", " + documentCounts + " FROM documents d WHERE d.id = ?"
)

func scanDocument(scan func(...any) error) (Document, error) {
	r, dest := db.Documents.Dest()
	var total, unlabelled, orphans int
	if err := scan(append(dest, &total, &unlabelled, &orphans)...); err != nil {
		return Document{}, err
	}
	d := documentOf(r)
	d.Claims, d.Unlabelled, d.Orphans = total, unlabelled, orphans
	return d, nil
}

// CompareTitles compares documents in the order that Documents gives them: by title without the case of ASCII letters, then id.
func CompareTitles(a, b Document) int {
	return cmp.Or(strings.Compare(db.FoldASCII(a.Title), db.FoldASCII(b.Title)), strings.Compare(a.ID, b.ID))
}

// Documents gives all documents by title, then id.
func (s *Store) Documents(ctx context.Context) ([]Document, error) {
	return readDocuments(s.reading(ctx))
}

func readDocuments(q db.Querier) ([]Document, error) {
	var all []Document
	err := q.Each(allDocuments, nil, func(scan func(...any) error) error {
		d, err := scanDocument(scan)
		all = append(all, d)
		return err
	})
	return all, err
}

// Document gives one document, or ErrNotFound.
func (s *Store) Document(ctx context.Context, id string) (Document, error) {
	var d Document
	err := s.reading(ctx).Each(oneDocument, []any{id}, func(scan func(...any) error) (err error) {
		d, err = scanDocument(scan)
		return err
	})
	if err == nil && d.ID == "" {
		err = db.Failf(db.ErrNotFound, "the document is not in the workspace any more")
	}
	return d, err
}

// Text gives a document's text, verified against its SHA-256.
func (s *Store) Text(ctx context.Context, documentID string) (string, error) {
	sum, err := db.TextOf(s.reading(ctx), documentID)
	if err != nil {
		return "", err
	}
	t, err := s.IndexedText(ctx, sum)
	if err != nil {
		return "", err
	}
	return t.Content, nil
}

// IndexedText gives a text by its SHA-256, verified. It reads what is committed.
func (s *Store) IndexedText(ctx context.Context, sum string) (*doctext.Text, error) {
	return s.indexedText(s.reading(ctx), sum)
}

// indexedText is IndexedText by way of q.
func (s *Store) indexedText(q db.Querier, sum string) (*doctext.Text, error) {
	if t := s.texts.Get(sum); t != nil {
		return t, nil
	}
	var content string
	found, err := q.One("SELECT text FROM texts WHERE sha256 = ?", []any{sum}, &content)
	switch {
	case err != nil:
		return nil, err
	case !found:
		return nil, errNoText
	}
	return s.verified(sum, content)
}

var errNoText = db.Failf(db.ErrDamaged, "the text of a document is missing from the workspace; open a backup")

// verified makes a text that was read one at hand, if it has its SHA-256.
func (s *Store) verified(sum, content string) (*doctext.Text, error) {
	if doctext.Sum(content) != sum {
		return nil, db.Failf(db.ErrDamaged, "the text of a document is not the one that was imported; open a backup")
	}
	t := doctext.New(content)
	s.texts.Put(sum, t)
	return t, nil
}

// indexedTexts is IndexedText for many in one query. For "" it gives nil.
func (s *Store) indexedTexts(ctx context.Context, sums []string) ([]*doctext.Text, error) {
	texts, missing := make([]*doctext.Text, len(sums)), make([]string, len(sums))
	for i, sum := range sums {
		if sum != "" {
			if texts[i] = s.texts.Get(sum); texts[i] == nil {
				missing[i] = sum
			}
		}
	}
	err := s.EachText(ctx, missing, func(i int, content string) (err error) {
		texts[i], err = s.verified(missing[i], content)
		return err
	})
	for i, sum := range sums {
		if err == nil && sum != "" && texts[i] == nil {
			err = errNoText
		}
	}
	return texts, err
}

// TrimSpan gives the range of bytes of a quote without the white space at its
// ends. It leaves out whole grapheme clusters (UAX #29) alone.
func TrimSpan(quote string) (from, to int) { return doctext.TrimSpan(quote) }

// DocumentEdit changes what is known of documents; nil leaves a field as it is. Tags are set, then added, then removed.
type DocumentEdit struct {
	Title, Publisher, Published, SourceURL, Author, Language, Note *string

	Stated              *DocumentStatus
	Tags                *string
	AddTags, RemoveTags string
}

// EditDocument changes what is known of a document, never its text.
func (s *Store) EditDocument(ctx context.Context, id string, e DocumentEdit) error {
	return s.EditDocuments(ctx, []string{id}, e, nil)
}

// EditDocuments changes what is known of documents in one action. progress, which may be nil, is told how many of how
// many are changed.
func (s *Store) EditDocuments(ctx context.Context, ids []string, e DocumentEdit, progress func(done, total int)) error {
	if e.Published != nil {
		if err := CheckPublished(*e.Published); err != nil {
			return err
		}
	}
	if e.Stated != nil {
		if err := checkStatus(*e.Stated); err != nil {
			return err
		}
	}
	if e.Tags != nil {
		if err := checkTags(*e.Tags); err != nil {
			return err
		}
	}
	name := "Edit document"
	if len(ids) > 1 {
		name = fmt.Sprintf("Edit %d documents", len(ids))
	}
	_, err := s.write(ctx, ChangeDo, name, func(w *transaction) error {
		for i, id := range ids {
			before, err := w.Existing(db.Documents, id)
			if err != nil {
				return err
			}
			d := documentOf(before)
			e.apply(&d)
			if err := w.Save(db.Documents, before, d.row()); err != nil {
				return err
			}
			if progress != nil {
				progress(i+1, len(ids))
			}
		}
		return nil
	})
	return err
}

func (e DocumentEdit) apply(d *Document) {
	replace(&d.Title, e.Title)
	replace(&d.Publisher, e.Publisher)
	replace(&d.Published, e.Published)
	replace(&d.SourceURL, e.SourceURL)
	replace(&d.Author, e.Author)
	replace(&d.Language, e.Language)
	replace(&d.Note, e.Note)
	replace(&d.Stated, e.Stated)
	replace(&d.Tags, e.Tags)
	if e.AddTags != "" || e.RemoveTags != "" {
		d.Tags = withTags(d.Tags, e.AddTags, e.RemoveTags)
	}
}

// RemoveDocument removes a document with its claims, and all evidence that
// lies in it or belongs to those claims. Its text stays in the file, so that
// Undo brings back everything.
func (s *Store) RemoveDocument(ctx context.Context, id string) error {
	return s.RemoveDocuments(ctx, []string{id}, nil)
}

// RemoveDocuments removes documents, as RemoveDocument does, in one action. progress, which may be nil, is told how many
// of how many are removed.
func (s *Store) RemoveDocuments(ctx context.Context, ids []string, progress func(done, total int)) error {
	name := "Remove document"
	if len(ids) > 1 {
		name = fmt.Sprintf("Remove %d documents", len(ids))
	}
	_, err := s.write(ctx, ChangeDo, name, func(w *transaction) error {
		for i, id := range ids {
			if err := w.removeDocument(id); err != nil {
				return err
			}
			if progress != nil {
				progress(i+1, len(ids))
			}
		}
		return nil
	})
	return err
}

// RemoveDocumentIn is RemoveDocument in an action under way.
func RemoveDocumentIn(w *db.Transaction, id string) error {
	return (&transaction{Transaction: w}).removeDocument(id)
}

func (w *transaction) removeDocument(id string) error {
	before, err := w.Existing(db.Documents, id)
	if err != nil {
		return err
	}
	firsts, err := w.IDs("SELECT id FROM claims WHERE document_id = ?1 AND id IN (SELECT first_claim_id FROM claims WHERE first_claim_id IS NOT NULL) ORDER BY id", id)
	if err != nil {
		return err
	}
	for _, claim := range firsts {
		if err := w.handOver(claim, id); err != nil {
			return err
		}
	}
	for _, dependent := range []struct {
		t     *db.Table
		query string
	}{
		{db.Evidence, "SELECT id FROM evidence WHERE document_id = ?1 OR claim_id IN (SELECT id FROM claims WHERE document_id = ?1) ORDER BY id"},
		{db.Decisions, "SELECT id FROM decisions WHERE claim_id IN (SELECT id FROM claims WHERE document_id = ?1) ORDER BY id"},
		{db.RefusedPassages, "SELECT id FROM refused_passages WHERE document_id = ?1 OR claim_id IN (SELECT id FROM claims WHERE document_id = ?1) ORDER BY id"},
		{db.Suggestions, "SELECT id FROM suggestions WHERE document_id = ?1 ORDER BY id"},
		{db.Conflicts, "SELECT id FROM conflicts WHERE part = 'link' AND value ->> 'first_claim_id' IN (SELECT id FROM claims WHERE document_id = ?1) ORDER BY id"},
		{db.Claims, "SELECT id FROM claims WHERE document_id = ?1 ORDER BY first_claim_id IS NULL, start, \"end\", id"}, // before those that they name
		{db.NotContent, notContentOf},
		{db.Versions, "SELECT id FROM versions WHERE document_id = ?1 ORDER BY replaced_at, id"},
		{db.Conflicts, "SELECT id FROM conflicts WHERE part = 'span' AND value ->> 'document_id' = ?1 ORDER BY id"}, // of which a value is a span in it
	} {
		if err := w.DeleteAll(dependent.t, dependent.query, id); err != nil {
			return err
		}
	}
	return w.Save(db.Documents, before, nil)
}

// Original gives the file that a document's text came from, byte for byte as it was imported.
func (s *Store) Original(ctx context.Context, documentID string) ([]byte, error) {
	var sum, original string
	q := s.reading(ctx)
	found, err := q.One("SELECT sha256, original_sha256 FROM documents WHERE id = ?", []any{documentID}, &sum, &original)
	switch {
	case err != nil:
		return nil, err
	case !found:
		return nil, db.Failf(db.ErrNotFound, "the document is not in the workspace any more")
	case sum == original: // then only the text is kept
		t, err := s.IndexedText(ctx, sum)
		if err != nil {
			return nil, err
		}
		return []byte(t.Content), nil
	}
	var raw []byte
	found, err = q.One("SELECT bytes FROM originals WHERE sha256 = ?", []any{original}, &raw)
	switch {
	case err != nil:
		return nil, err
	case !found:
		return nil, db.Failf(db.ErrNotFound, "the file that the document came from is not in this workspace, as in a package that was handed over without it")
	case doctext.Sum(raw) != original:
		return nil, db.Failf(db.ErrDamaged, "the file that the document came from is damaged in the workspace; open a backup")
	}
	return raw, nil
}
