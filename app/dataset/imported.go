package dataset

import "factmark/store"

// Imported is what a file of any form says, before it is held against the workspace.
type Imported struct {
	Name      string // of the file
	Format    *Format
	Unit      Unit                     // of the offsets; "" where the form does not tell
	Documents []store.ImportedDocument // texts that come along, with their details; line ends as in the file until Place makes them LF
	Labels    []store.Label            // what the file says of labels; those without a key or colours get some
	Claims    []store.ImportedClaim    // Start and End in Unit until Place has converted them
	Evidence  []store.ImportedEvidence // Claim is an index into Claims; Start and End as those of the claims
	Decisions []store.ImportedDecision // likewise
	Bad       []store.BadRow           // what cannot be read: Line is a line, or the number of the record
	Remarks   []string                 // sentences on what was left out or taken otherwise than written

	texts map[string]bool // SHA-256 of the documents that addText took in

	Unknown []string // of a table: names of columns that are not read, as they are written
	Blank   int      // of a table: rows with nothing in them, which are left out
	Short   int      // of a table: rows that end before their last columns, which are taken as empty
}
