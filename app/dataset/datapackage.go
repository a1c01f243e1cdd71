package dataset

import (
	"encoding/json"
	"slices"
)

// The parts of a Data Package of version 2, as far as a package has them: https://datapackage.org.
type (
	dataPackage struct {
		Schema      string         `json:"$schema"`
		Name        string         `json:"name"`
		Title       string         `json:"title"`
		Description string         `json:"description"`
		Keywords    []string       `json:"keywords"`
		Safe        bool           `json:"factmark:spreadsheetSafe,omitempty"` // an apostrophe stands before text that a spreadsheet takes for a formula
		Resources   []dataResource `json:"resources"`
	}
	dataResource struct {
		Name        string      `json:"name"`
		Path        string      `json:"path"`
		Type        string      `json:"type"`
		Title       string      `json:"title"`
		Description string      `json:"description"`
		Format      string      `json:"format"`
		MediaType   string      `json:"mediatype"`
		Encoding    string      `json:"encoding"`
		Bytes       int64       `json:"bytes"`
		Hash        string      `json:"hash"`
		Dialect     dialect     `json:"dialect"`
		TableSchema tableSchema `json:"schema"`
	}
	dialect struct {
		Schema         string `json:"$schema"`
		Header         bool   `json:"header"`
		Delimiter      string `json:"delimiter"`
		LineTerminator string `json:"lineTerminator"`
		Quote          string `json:"quoteChar"`
		DoubleQuote    bool   `json:"doubleQuote"`
	}
	tableSchema struct {
		Schema        string        `json:"$schema"`
		Fields        []schemaField `json:"fields"`
		MissingValues []string      `json:"missingValues"`
		PrimaryKey    []string      `json:"primaryKey,omitempty"`
		ForeignKeys   []schemaKey   `json:"foreignKeys,omitempty"`
	}
	schemaField struct {
		Name        string           `json:"name"`
		Type        string           `json:"type"`
		Format      string           `json:"format,omitempty"`
		Description string           `json:"description"`
		Constraints *fieldConstraint `json:"constraints,omitempty"`
	}
	fieldConstraint struct {
		Required bool        `json:"required,omitempty"`
		Unique   bool        `json:"unique,omitempty"`
		Enum     []string    `json:"enum,omitempty"`
		Pattern  string      `json:"pattern,omitempty"`
		Minimum  json.Number `json:"minimum,omitempty"`
		Maximum  json.Number `json:"maximum,omitempty"`
	}
	schemaKey struct {
		Fields    []string       `json:"fields"`
		Reference fieldReference `json:"reference"`
	}
	fieldReference struct {
		Resource string   `json:"resource"` // "" for the table itself
		Fields   []string `json:"fields"`
	}
)

const profiles = "https://datapackage.org/profiles/2.0/"

// packageName is what the dataset is called where a name must be; packageTitle is for people. Neither says where it is from, so that the same content is
// the same dataset.
const (
	packageName  = "labelled-claims"
	packageTitle = "Labelled claims"
	packageAbout = "Claims that people marked in texts and labelled, with the evidence that supports or refutes them, what was decided in reviews, and how far people agree."
)

var packageKeywords = []string{"fact-checking", "claims", "evidence", "annotation"}

func (p *packageWriter) dataPackage() dataPackage {
	d := dataPackage{Schema: profiles + "datapackage.json", Name: packageName, Title: packageTitle, Description: packageAbout, Keywords: packageKeywords, Safe: p.in.Options.SpreadsheetSafe}
	for _, t := range packageTables {
		f := p.table(t)
		d.Resources = append(d.Resources, dataResource{Name: t.name, Path: f.path, Type: "table", Title: t.title, Description: t.about, Format: "csv", MediaType: "text/csv",
			Encoding: "utf-8", Bytes: f.bytes, Hash: "sha256:" + f.sha256,
			Dialect:     dialect{profiles + "tabledialect.json", true, ",", "\n", `"`, true},
			TableSchema: p.schemaOf(t)})
	}
	return d
}

func (p *packageWriter) schemaOf(t *packageTable) tableSchema {
	s := tableSchema{Schema: profiles + "tableschema.json", MissingValues: []string{""}, PrimaryKey: t.key}
	for _, c := range t.columns {
		field := schemaField{Name: c.name, Type: c.kind, Description: c.about}
		if c.kind == "datetime" {
			field.Format = "any" // the usual one has no parts of a second
		}
		limits := fieldConstraint{Required: c.required, Unique: c.unique, Enum: c.enum, Pattern: c.pattern, Minimum: json.Number(c.atLeast), Maximum: json.Number(c.atMost)}
		if p.in.Options.SpreadsheetSafe {
			limits.Pattern = ""
		}
		if limits.Required || limits.Unique || limits.Enum != nil || limits.Pattern != "" || limits.Minimum != "" || limits.Maximum != "" {
			field.Constraints = &limits
		}
		s.Fields = append(s.Fields, field)
	}
	foreign := t.foreign
	if t == claimsTable && p.firstsInside {
		foreign = append(slices.Clone(foreign), foreignKey{"first_claim_id", "", "claim_id"})
	}
	for _, k := range foreign {
		s.ForeignKeys = append(s.ForeignKeys, schemaKey{[]string{k.column}, fieldReference{k.table, []string{k.other}}})
	}
	return s
}
