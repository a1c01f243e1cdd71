package dataset

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"factmark/app/agreement"
	"factmark/app/locale"
	"factmark/app/review"
)

// packageFormat is a dataset to be published: tables as CSV, the texts, a card for people, and what the tables hold for
// programs, as a Data Package and as Croissant.
var packageFormat = &Format{
	Name: "package", Title: locale.Mark("Dataset package"), Extension: ".zip", Unit: CodePoints, Table: true, NamesParts: true,
	Holds: Fields,
	Remarks: []string{
		"claims.csv is the view labelled_claims, evidence.csv the view claim_evidence; documents.csv has also those outside the scope from which evidence was taken.",
		"A text is in texts, under the id of its document.",
		"agreement.csv has the figures that factmark agreement prints, for the documents in scope, whatever else was chosen.",
		"README.md is a dataset card with a head for Hugging Face, datapackage.json a Data Package of version 2, croissant.json Croissant 1.0. None names a licence: that is yours to choose.",
		"The tables have no byte order mark, which the programs that read packages take for a part of the first column's name.",
	},
	Accepts: []string{
		"Packages whose tables another program has saved again, or of which files are missing.",
	},
	writeFiles: writePackage,
	owns:       ownsPackage,
	recognise:  isPackage,
	read:       readPackage,
}

const (
	cardFile       = "README.md"
	descriptorFile = "datapackage.json"
	croissantName  = "croissant.json"
	textsFolder    = "texts"
)

func ownsPackage(folder fs.FS) bool {
	names := []string{descriptorFile, cardFile, croissantName}
	for _, table := range packageTables {
		names = append(names, table.file())
	}
	if info, err := fs.Stat(folder, descriptorFile); err != nil || !info.Mode().IsRegular() {
		return false
	}
	only := true
	err := fs.WalkDir(folder, ".", func(name string, entry fs.DirEntry, err error) error {
		inTexts := path.Dir(name) == textsFolder && path.Ext(name) == ".txt"
		ours := name == "." || name == textsFolder && entry.IsDir() || entry.Type().IsRegular() && (inTexts || slices.Contains(names, name))
		only = only && err == nil && ours
		return err
	})
	return err == nil && only
}

func (t *packageTable) file() string { return t.name + ".csv" }

// packageWriter writes a package, and remembers what its card and its descriptors say of it.
type packageWriter struct {
	in      *Selection
	files   Files
	written []writtenFile
	counts  packageCounts

	documents []Document // those in scope, then those that evidence lies in
	known     map[string]bool
	texts     int
	agreement review.Report

	firstsInside bool // the first appearance of every linked claim is in the package
}

// writtenFile is a file of a package.
type writtenFile struct {
	path, sha256 string
	bytes        int64
	rows         int
	table        *packageTable
}

func writePackage(files Files, in *Selection) error {
	if in.Options.BOM { // the tables are for programs, which would take the mark for a part of the first name
		plain := *in
		plain.Options.BOM = false
		in = &plain
	}
	p := &packageWriter{in: in, files: files, known: map[string]bool{}, counts: newPackageCounts()}
	for _, d := range in.documents() {
		p.documents, p.known[d.ID] = append(p.documents, d), true
	}
	for _, write := range []func() error{p.evidence, p.claims, p.documentRows, p.decisions, p.agreementRows, p.labels, p.locators, p.textFiles, p.card, p.descriptor, p.croissant} {
		if err := write(); err != nil {
			return err
		}
	}
	return nil
}

// digested counts and sums what is written.
type digested struct {
	out   io.Writer
	sum   hash.Hash
	bytes int64
}

func (d *digested) Write(b []byte) (int, error) {
	n, err := d.out.Write(b)
	d.sum.Write(b[:n])
	d.bytes += int64(n)
	return n, err
}

// file writes a file. Its table is nil where it is none.
func (p *packageWriter) file(name string, table *packageTable, write func(w io.Writer) (rows int, err error)) error {
	w, err := p.files(name)
	if err != nil {
		return err
	}
	out := &digested{out: w, sum: sha256.New()}
	rows, err := write(out)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	p.written = append(p.written, writtenFile{name, hex.EncodeToString(out.sum.Sum(nil)), out.bytes, rows, table})
	return nil
}

// rows writes a table.
func (p *packageWriter) rows(table *packageTable, each func(row func(cells ...string) error) error) error {
	return p.file(table.file(), table, func(w io.Writer) (int, error) {
		header := make([]string, len(table.columns))
		for i, c := range table.columns {
			header[i] = c.name
		}
		out, err := newCSVTable(w, p.in, header)
		if err != nil {
			return 0, err
		}
		for i, c := range table.columns {
			out.isText[i] = c.kind == "string"
		}
		rows := 0
		if err := each(func(cells ...string) error {
			rows++
			return out.row(cells)
		}); err != nil {
			return rows, err
		}
		return rows, out.end()
	})
}

// evidence comes first, since it tells which documents there are.
func (p *packageWriter) evidence() error {
	return p.rows(evidenceTable, func(row func(...string) error) error {
		return p.in.EachClaim(func(d *Document, c *Claim) error {
			p.counts.claim(d, c)
			for _, e := range c.Evidence {
				if err := p.bring(e.DocumentID); err != nil {
					return err
				}
				if err := row(e.cells()...); err != nil {
					return err
				}
			}
			return nil
		})
	})
}

// bring puts a document out of scope among those of the package.
func (p *packageWriter) bring(id string) error {
	if id == "" || p.known[id] {
		return nil
	}
	d, err := p.in.store.Document(p.in.ctx, id)
	if err != nil {
		return err
	}
	p.known[id] = true
	p.documents = append(p.documents, Document{Document: d})
	return nil
}

func (p *packageWriter) claims() error {
	return p.file(claimsTable.file(), claimsTable, func(w io.Writer) (int, error) {
		if err := writeCSV(w, p.in); err != nil {
			return 0, err
		}
		missing := len(p.counts.firsts)
		err := p.in.export.EachClaim(func(cells []string) error {
			if p.counts.firsts[cells[0]] {
				missing--
			}
			return nil
		})
		p.firstsInside = missing == 0
		return p.counts.claims, err
	})
}

func (p *packageWriter) documentRows() error {
	return p.rows(documentsTable, func(row func(...string) error) error {
		for i := range p.documents {
			d := &p.documents[i]
			file := ""
			if !p.in.Options.WithoutTexts {
				file = textFile(d.ID)
			}
			if err := row(d.ID, d.Title, d.Publisher, d.Published, d.SourceURL, d.Author, d.Language, d.Tags, d.Note, string(d.Stated), d.FileName, d.Charset, d.SHA256,
				strconv.Itoa(d.Length), instant(d.AddedAt), file, d.Split); err != nil {
				return err
			}
		}
		return nil
	})
}

func textFile(id string) string { return textsFolder + "/" + id + ".txt" }

func (p *packageWriter) decisions() error {
	return p.rows(decisionsTable, func(row func(...string) error) error {
		return p.in.EachClaim(func(_ *Document, c *Claim) error {
			for _, d := range c.Decisions {
				p.counts.decision(&d)
				seconds := ""
				if d.Seconds != 0 {
					seconds = strconv.FormatFloat(d.Seconds, 'f', -1, 64)
				}
				if err := row(d.ID, c.ID, d.SessionID, d.Person, d.Kind, d.Label, d.Comment, seconds, d.CreatedAt, d.UpdatedAt); err != nil {
					return err
				}
			}
			return nil
		})
	})
}

// agreementRows writes the figures of the documents in scope: all of them where that is the whole workspace or one document.
func (p *packageWriter) agreementRows() error {
	said, err := review.Collect(p.in.ctx, p.in.store, false, nil)
	if err != nil {
		return err
	}
	only, whole := "", len(p.in.export.Documents) == len(said.Titles)
	if len(p.in.export.Documents) == 1 {
		only = p.in.export.Documents[0].ID
	}
	if p.agreement, err = said.Report(p.in.ctx, only, nil); err != nil {
		return err
	}
	p.agreement = said.Called(p.agreement, p.in.names)
	if !whole && only == "" {
		p.narrow(&p.agreement.Labels)
		p.narrow(&p.agreement.Spans)
	}
	return p.rows(agreementTable, func(row func(...string) error) error {
		for _, part := range []struct {
			name string
			of   agreement.Breakdown
		}{{"labels", p.agreement.Labels}, {"spans", p.agreement.Spans}} {
			for _, r := range slices.Concat([]agreement.Row{part.of.Overall}, part.of.Labels, part.of.Documents, part.of.Pairs) {
				for _, f := range r.Figures {
					value, low, high := figureCells(f)
					if err := row(part.name, cmp.Or(r.Scope.Document, only), r.Scope.Label, r.Scope.A, r.Scope.B, string(f.Measure), value, low, high,
						strconv.Itoa(f.N), f.Unit, strconv.Itoa(f.Alone), cmp.Or(f.Reason, f.Interval.Reason)); err != nil {
						return err
					}
				}
			}
		}
		return nil
	})
}

// narrow leaves the figures of the documents in scope.
func (p *packageWriter) narrow(b *agreement.Breakdown) {
	in := map[string]bool{}
	for _, d := range p.in.export.Documents {
		in[d.ID] = true
	}
	*b = agreement.Breakdown{Documents: slices.DeleteFunc(slices.Clone(b.Documents), func(r agreement.Row) bool { return !in[r.Scope.Document] })}
}

func figureCells(f agreement.Figure) (value, low, high string) {
	number := func(n float64) string { return strconv.FormatFloat(n, 'f', 6, 64) }
	v, defined := f.Value()
	if !defined {
		return "", "", ""
	}
	if l, h, there := f.Interval.Bounds(); there {
		low, high = number(l), number(h)
	}
	return number(v), low, high
}

func (p *packageWriter) labels() error {
	return p.rows(labelsTable, func(row func(...string) error) error {
		for _, l := range p.in.Labels {
			rating := ""
			if l.Rating > 0 {
				rating = strconv.Itoa(l.Rating)
			}
			if err := row(l.ID, l.Name, l.Meaning, l.Key, l.Letter, l.Light, l.Dark, l.Pattern, strconv.Itoa(l.Position), l.Guideline, l.Group, rating, strconv.FormatBool(l.Retired)); err != nil {
				return err
			}
		}
		return nil
	})
}

func (p *packageWriter) locators() error {
	return p.rows(locatorsTable, func(row func(...string) error) error {
		for i := range p.documents {
			all, err := p.in.Locators(&p.documents[i])
			if err != nil {
				return err
			}
			for _, l := range all {
				if err := row(p.documents[i].ID, strconv.Itoa(l.Start), strconv.Itoa(l.End), string(l.Kind), l.Label); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

func (p *packageWriter) textFiles() error {
	if p.in.Options.WithoutTexts {
		return nil
	}
	for i := range p.documents {
		d := &p.documents[i]
		text, err := p.in.Text(d)
		if err != nil {
			return fmt.Errorf("the text of %q: %w", d.Title, err)
		}
		if err := p.in.ctx.Err(); err != nil {
			return err
		}
		w, err := p.files(textFile(d.ID))
		if err != nil {
			return err
		}
		if _, err := io.WriteString(w, text); err != nil {
			return err
		}
		p.texts++
	}
	return nil
}

func (p *packageWriter) descriptor() error { return p.json(descriptorFile, p.dataPackage()) }

func (p *packageWriter) croissant() error { return p.json(croissantName, p.croissantDataset()) }

func (p *packageWriter) json(name string, object any) error {
	return p.file(name, nil, func(w io.Writer) (int, error) {
		out := json.NewEncoder(w)
		out.SetEscapeHTML(false)
		out.SetIndent("", "  ")
		return 0, out.Encode(object)
	})
}

// table gives what was written of a table.
func (p *packageWriter) table(t *packageTable) *writtenFile {
	return &p.written[slices.IndexFunc(p.written, func(f writtenFile) bool { return f.table == t })]
}

// packageCounts are what the card says in numbers.
type packageCounts struct {
	claims, pieces, decisions     int
	labels, splits, statuses      map[string]int
	stances, kinds                map[string]int
	inSplit                       map[[2]string]int // by label and split
	annotators, reviewers         map[string]bool
	firsts                        map[string]bool // claims that others are linked with
	linked, settled, withEvidence int
	outside                       int
}

func newPackageCounts() packageCounts {
	return packageCounts{labels: map[string]int{}, splits: map[string]int{}, statuses: map[string]int{}, stances: map[string]int{}, kinds: map[string]int{},
		inSplit: map[[2]string]int{}, annotators: map[string]bool{}, reviewers: map[string]bool{}, firsts: map[string]bool{}}
}

func (n *packageCounts) claim(d *Document, c *Claim) {
	n.claims++
	n.labels[c.Label]++
	n.splits[d.Split]++
	n.statuses[c.Status]++
	n.inSplit[[2]string{c.Label, d.Split}]++
	n.annotators[c.Annotator] = true
	if c.FirstClaimID != "" {
		n.linked++
		n.firsts[c.FirstClaimID] = true
	}
	if c.FinalLabel != "" {
		n.settled++
	}
	if len(c.Evidence) > 0 {
		n.withEvidence++
	}
	for _, e := range c.Evidence {
		n.pieces++
		n.stances[e.Stance]++
		if e.DocumentID == "" {
			n.outside++
		}
	}
}

func (n *packageCounts) decision(d *Decision) {
	n.decisions++
	n.kinds[d.Kind]++
	n.reviewers[d.Person] = true
}

// languages are those of the documents, sorted: the tags that are sound, without the region.
func (p *packageWriter) languages() []string {
	var all []string
	for _, d := range p.documents {
		if tag, _, _ := strings.Cut(strings.ToLower(d.Language), "-"); len(tag) >= 2 && len(tag) <= 3 && asciiLower(tag) && !slices.Contains(all, tag) {
			all = append(all, tag)
		}
	}
	slices.Sort(all)
	return all
}

func asciiLower(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r < 'a' || r > 'z' }) < 0
}
