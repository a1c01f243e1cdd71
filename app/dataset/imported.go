package dataset

import "factmark/store"

// Imported is what a file of any form says, before it is held against the workspace.
type Imported struct {
	Format    *Format
	Unit      Unit                     // of the offsets; "" where the form does not tell
	Documents []store.ImportedDocument // texts that come along, with their details
	Labels    []store.Label            // what the file says of labels; those without a key or colours get some
	Claims    []store.ImportedClaim    // Start and End in Unit until Place has converted them
	Evidence  []store.ImportedEvidence // Claim is an index into Claims
	Decisions []store.ImportedDecision // likewise
	Bad       []store.BadRow           // what cannot be read: Line is a line, or the number of the record
	Remarks   []string                 // sentences on what was left out or taken otherwise than written
}
