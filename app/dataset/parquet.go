package dataset

import (
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/parquet-go/parquet-go"

	"factmark/store"
)

// parquetVersion is raised when a reader of the version before would misunderstand a file, not when columns are added.
const parquetVersion = "1"

// parquetFormat is the view labelled_claims with types, a row a claim, and its evidence as a list in the row: so one file holds both, and
// DuckDB's unnest or pandas' explode make a row a piece of it.
var parquetFormat = &Format{
	Name: "parquet", Title: "Apache Parquet", Extension: ".parquet", Unit: CodePoints,
	Holds: append(append([]string{}, store.LabelledColumns...), "evidence", "evidence_id", "evidence_set", "evidence_note", "evidence_source"),
	Remarks: []string{
		"What was not said is null; the text before and behind a quote may be empty, at the ends of a document.",
		"Times are in UTC, to the millisecond; dates of documents and claims are texts, as they may be a year or a month alone.",
		"The evidence of a claim is a list of structures in its row.",
		"The metadata of the file says offset_unit and format_version.",
	},
	write: writeParquet,
}

// parquetClaim is a row: text columns with few different values are kept as a dictionary.
type parquetClaim struct {
	ClaimID        string            `parquet:"claim_id"`
	DocumentID     string            `parquet:"document_id,dict"`
	Document       string            `parquet:"document,dict"`
	Publisher      string            `parquet:"publisher,optional,dict"`
	Published      string            `parquet:"published,optional,dict"`
	SourceURL      string            `parquet:"source_url,optional,dict"`
	DocumentSHA256 string            `parquet:"document_sha256,dict"`
	Start          int64             `parquet:"start"`
	End            int64             `parquet:"end"`
	OffsetUnit     string            `parquet:"offset_unit,dict"`
	Quote          string            `parquet:"quote"`
	Prefix         string            `parquet:"prefix"`
	Suffix         string            `parquet:"suffix"`
	Label          string            `parquet:"label,optional,dict"`
	Meaning        string            `parquet:"meaning,dict"`
	FineLabel      string            `parquet:"fine_label,optional,dict"`
	Statement      string            `parquet:"statement,optional"`
	Claimant       string            `parquet:"claimant,optional,dict"`
	ClaimDate      string            `parquet:"claim_date,optional,dict"`
	ClaimType      string            `parquet:"claim_type,optional,dict"`
	Confidence     *float64          `parquet:"confidence,optional"`
	Note           string            `parquet:"note,optional"`
	Supporting     int64             `parquet:"supporting"`
	Refuting       int64             `parquet:"refuting"`
	Annotator      string            `parquet:"annotator,dict"`
	Status         string            `parquet:"status,dict"`
	CreatedAt      *int64            `parquet:"created_at,optional,timestamp(millisecond)"`
	UpdatedAt      *int64            `parquet:"updated_at,optional,timestamp(millisecond)"`
	FinalLabel     string            `parquet:"final_label,optional,dict"`
	Reviewer       string            `parquet:"reviewer,optional,dict"`
	ReviewedAt     *int64            `parquet:"reviewed_at,optional,timestamp(millisecond)"`
	Locator        string            `parquet:"locator,optional,dict"`
	FirstClaimID   string            `parquet:"first_claim_id,optional"`
	Split          string            `parquet:"split,optional,dict"` // null in a file that is not split
	Evidence       []parquetEvidence `parquet:"evidence,list"`
}

type parquetEvidence struct {
	EvidenceID     string `parquet:"evidence_id"`
	EvidenceSet    int64  `parquet:"evidence_set"`
	Stance         string `parquet:"stance,dict"`
	DocumentID     string `parquet:"document_id,optional,dict"`
	Document       string `parquet:"document,optional,dict"`
	DocumentSHA256 string `parquet:"document_sha256,optional,dict"`
	Start          *int64 `parquet:"start,optional"`
	End            *int64 `parquet:"end,optional"`
	Quote          string `parquet:"quote"`
	URL            string `parquet:"url,optional"`
	Note           string `parquet:"note,optional"`
	Annotator      string `parquet:"annotator,dict"`
	CreatedAt      *int64 `parquet:"created_at,optional,timestamp(millisecond)"`
	UpdatedAt      *int64 `parquet:"updated_at,optional,timestamp(millisecond)"`
	Published      string `parquet:"published,optional"`
	ArchiveURL     string `parquet:"archive_url,optional"`
	Locator        string `parquet:"locator,optional,dict"`
	SharedFrom     string `parquet:"shared_from,optional"`
}

// A row group is kept in memory until it is whole.
const (
	parquetRows  = 1 << 15 // of a row group, at most
	parquetBytes = 16 << 20
	parquetBatch = 256 // rows handed over at once
)

func writeParquet(w io.Writer, in *Selection) error {
	out := parquet.NewGenericWriter[parquetClaim](w, parquet.Compression(&parquet.Snappy), parquet.CreatedBy("Factmark", parquetVersion, ""),
		parquet.KeyValueMetadata("format_version", parquetVersion), parquet.KeyValueMetadata("offset_unit", string(CodePoints)), parquet.PageBufferSize(1<<18))
	var rows []parquetClaim
	grouped, held := 0, 0 // rows and bytes of the row group
	hand := func() error {
		_, err := out.Write(rows)
		rows = rows[:0]
		if err == nil && (grouped >= parquetRows || held >= parquetBytes) {
			grouped, held = 0, 0
			return out.Flush()
		}
		return err
	}
	err := in.EachClaim(func(d *Document, c *Claim) error {
		row, err := parquetRow(d, c)
		if err != nil {
			return err
		}
		rows = append(rows, row)
		grouped++
		held += len(c.Quote) + len(c.Prefix) + len(c.Suffix) + len(c.Statement) + len(c.Note) + 512
		for i := range c.Evidence {
			held += len(c.Evidence[i].Quote) + len(c.Evidence[i].Note) + 256
		}
		if len(rows) < parquetBatch && held < parquetBytes {
			return nil
		}
		return hand()
	})
	if err != nil {
		return err
	}
	if err := hand(); err != nil {
		return err
	}
	return out.Close()
}

func parquetRow(d *Document, c *Claim) (parquetClaim, error) {
	row := parquetClaim{
		ClaimID: c.ID, DocumentID: c.DocumentID, Document: c.Document, Publisher: c.Publisher, Published: c.Published, SourceURL: c.SourceURL,
		DocumentSHA256: c.DocumentSHA256, Start: int64(c.Start), End: int64(c.End), OffsetUnit: string(CodePoints), Quote: c.Quote, Prefix: c.Prefix, Suffix: c.Suffix,
		Label: c.Label, Meaning: c.Meaning, FineLabel: c.FineLabel, Statement: c.Statement, Claimant: c.Claimant, ClaimDate: c.ClaimDate, ClaimType: c.ClaimType,
		Note: c.Note, Supporting: int64(c.Supporting), Refuting: int64(c.Refuting), Annotator: c.Annotator, Status: c.Status, FinalLabel: c.FinalLabel,
		Reviewer: c.Reviewer, Locator: c.Locator, FirstClaimID: c.FirstClaimID, Split: d.Split,
	}
	if c.Confidence != "" {
		sure, err := strconv.ParseFloat(c.Confidence, 64)
		if err != nil {
			return row, fmt.Errorf("the confidence of claim %s is %q, which is no number", c.ID, c.Confidence)
		}
		row.Confidence = &sure
	}
	times := parquetTimes{}
	row.CreatedAt, row.UpdatedAt, row.ReviewedAt = times.of(c.CreatedAt), times.of(c.UpdatedAt), times.of(c.ReviewedAt)
	for i := range c.Evidence {
		e := &c.Evidence[i]
		piece := parquetEvidence{
			EvidenceID: e.ID, EvidenceSet: int64(e.Set), Stance: e.Stance, DocumentID: e.DocumentID, Document: e.Document, DocumentSHA256: e.DocumentSHA256, Quote: e.Quote,
			URL: e.URL, Note: e.Note, Annotator: e.Annotator, CreatedAt: times.of(e.CreatedAt), UpdatedAt: times.of(e.UpdatedAt), Published: e.Published,
			ArchiveURL: e.ArchiveURL, Locator: e.Locator, SharedFrom: e.SharedFrom,
		}
		if e.DocumentID != "" {
			start, end := int64(e.Start), int64(e.End)
			piece.Start, piece.End = &start, &end
		}
		row.Evidence = append(row.Evidence, piece)
	}
	if times.err != nil {
		return row, fmt.Errorf("claim %s: %w", c.ID, times.err)
	}
	return row, nil
}

// parquetTimes reads times as milliseconds since 1970.
type parquetTimes struct{ err error }

func (t *parquetTimes) of(cell string) *int64 {
	if cell == "" {
		return nil
	}
	at, err := time.Parse(time.RFC3339, cell)
	if err != nil {
		if t.err == nil {
			t.err = fmt.Errorf("%q is no time", cell)
		}
		return nil
	}
	ms := at.UnixMilli()
	return &ms
}
